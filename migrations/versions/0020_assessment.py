"""Work handed in, competencies, exemptions, positioning and portfolios."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = (
    "work_texts",
    "work_files",
    "observations",
    "works",
    "evidence",
    "competency_levels",
)


def upgrade() -> None:
    op.create_table(
        "competency_levels",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("enrolment_id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("side", sa.String(24), nullable=False),
        sa.Column("level", sa.String(24), nullable=False),
        sa.Column("said_by", ID, nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competency_levels")),
        sa.ForeignKeyConstraint(
            ["enrolment_id", "organisation_id"],
            ["enrolments.id", "enrolments.organisation_id"],
            name=op.f("fk_competency_levels_enrolment"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_competency_levels_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["said_by"], ["people.id"], name=op.f("fk_competency_levels_said_by_people")
        ),
        sa.CheckConstraint(
            "side IN ('own', 'trainer')", name=op.f("ck_competency_levels_side_known")
        ),
        sa.CheckConstraint(
            "level IN ('not_covered', 'discovered', 'in_progress', 'achieved', 'to_strengthen')",
            name=op.f("ck_competency_levels_level_known"),
        ),
    )
    op.create_index(
        op.f("ix_competency_levels_newest"),
        "competency_levels",
        ["enrolment_id", "code", "side", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_competency_levels_person_id"), "competency_levels", ["person_id"], unique=False
    )
    op.create_index(
        op.f("ix_competency_levels_said_by"), "competency_levels", ["said_by"], unique=False
    )
    op.create_table(
        "evidence",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("enrolment_id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("level", sa.String(24), nullable=True),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("seen_by", ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.ForeignKeyConstraint(
            ["enrolment_id", "organisation_id"],
            ["enrolments.id", "enrolments.organisation_id"],
            name=op.f("fk_evidence_enrolment"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_evidence_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["seen_by"], ["people.id"], name=op.f("fk_evidence_seen_by_people")
        ),
        sa.UniqueConstraint(
            "enrolment_id",
            "domain",
            "source",
            "subject",
            name=op.f("uq_evidence_enrolment_id_domain_source_subject"),
        ),
        sa.CheckConstraint(
            "source IN ('work', 'practice')", name=op.f("ck_evidence_evidencesource_known")
        ),
        sa.CheckConstraint(
            "level IN ('not_covered', 'discovered', 'in_progress', 'achieved', 'to_strengthen')",
            name=op.f("ck_evidence_level_known"),
        ),
    )
    op.create_index(op.f("ix_evidence_person_id"), "evidence", ["person_id"], unique=False)
    op.create_index(op.f("ix_evidence_seen_by"), "evidence", ["seen_by"], unique=False)
    op.create_table(
        "works",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("enrolment_id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("activity_id", ID, nullable=False),
        sa.Column("number", ID, nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_in_on", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_works")),
        sa.CheckConstraint(
            "(state IN ('returned', 'accepted')) = (answered_at IS NOT NULL)",
            name=op.f("ck_works_answered_has_instant"),
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_works_activity_id_activities")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["people.id"], name=op.f("fk_works_answered_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id", "organisation_id"],
            ["enrolments.id", "enrolments.organisation_id"],
            name=op.f("fk_works_enrolment"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_works_person_id_people")
        ),
        sa.UniqueConstraint(
            "person_id", "activity_id", "number", name=op.f("uq_works_person_id_activity_id_number")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_works_public_id")),
        sa.CheckConstraint(
            "state IN ('waiting', 'taken_back', 'returned', 'accepted')",
            name=op.f("ck_works_workstate_known"),
        ),
    )
    op.create_index(op.f("ix_works_answered_by"), "works", ["answered_by"], unique=False)
    op.create_index(
        op.f("ix_works_waiting"), "works", ["enrolment_id", "state", "handed_in_at"], unique=False
    )
    op.create_index(
        op.f("uq_works_waiting"),
        "works",
        ["person_id", "activity_id"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "observations",
        sa.Column("work_id", ID, nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("level", sa.String(24), nullable=False),
        sa.PrimaryKeyConstraint("work_id", "domain", name=op.f("pk_observations")),
        sa.ForeignKeyConstraint(
            ["work_id"], ["works.id"], name=op.f("fk_observations_work_id_works")
        ),
        sa.CheckConstraint(
            "level IN ('not_covered', 'discovered', 'in_progress', 'achieved', 'to_strengthen')",
            name=op.f("ck_observations_level_known"),
        ),
    )
    op.create_table(
        "work_files",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("work_id", ID, nullable=False),
        sa.Column("position", ID, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("size", ID, nullable=False),
        sa.Column("kept_as", sa.String(), nullable=False),
        sa.Column("file_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_files")),
        sa.ForeignKeyConstraint(
            ["work_id"], ["works.id"], name=op.f("fk_work_files_work_id_works")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_work_files_public_id")),
        sa.UniqueConstraint("work_id", "position", name=op.f("uq_work_files_work_id_position")),
        sa.CheckConstraint(
            "kind IN ('pdf', 'jpg', 'png', 'odt', 'docx', 'txt', 'mp3', 'm4a', 'ogg', 'wav')",
            name=op.f("ck_work_files_filekind_known"),
        ),
    )
    op.create_table(
        "work_texts",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("work_id", ID, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_texts")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people.id"], name=op.f("fk_work_texts_author_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["work_id"], ["works.id"], name=op.f("fk_work_texts_work_id_works")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_work_texts_public_id")),
        sa.UniqueConstraint("work_id", "kind", name=op.f("uq_work_texts_work_id_kind")),
        sa.CheckConstraint(
            "kind IN ('words', 'feedback')", name=op.f("ck_work_texts_worktextkind_known")
        ),
    )
    op.create_index(op.f("ix_work_texts_author_id"), "work_texts", ["author_id"], unique=False)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
