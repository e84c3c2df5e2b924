"""Exemptions with their reason, positioning before and after."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = (
    "positioning_texts",
    "positioning_levels",
    "exemption_withdrawals",
    "exemption_texts",
    "exemption_files",
    "exempted_steps",
    "positionings",
    "exemptions",
)


def upgrade() -> None:
    op.create_table(
        "exemptions",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("enrolment_id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("whole_module", sa.Boolean(), nullable=False),
        sa.Column("given_by", ID, nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemptions")),
        sa.CheckConstraint("given_by <> person_id", name=op.f("ck_exemptions_not_to_oneself")),
        sa.ForeignKeyConstraint(
            ["enrolment_id", "organisation_id"],
            ["enrolments.id", "enrolments.organisation_id"],
            name=op.f("fk_exemptions_enrolment"),
        ),
        sa.ForeignKeyConstraint(
            ["given_by"], ["people.id"], name=op.f("fk_exemptions_given_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_exemptions_person_id_people")
        ),
        sa.UniqueConstraint("id", "enrolment_id", name=op.f("uq_exemptions_id_enrolment_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_exemptions_public_id")),
    )
    op.create_index(
        op.f("ix_exemptions_enrolment"), "exemptions", ["enrolment_id", "id"], unique=False
    )
    op.create_index(op.f("ix_exemptions_given_by"), "exemptions", ["given_by"], unique=False)
    op.create_index(
        op.f("ix_exemptions_person"), "exemptions", ["person_id", "organisation_id"], unique=False
    )
    op.create_table(
        "positionings",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("enrolment_id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("moment", sa.String(24), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_positionings")),
        sa.ForeignKeyConstraint(
            ["enrolment_id", "organisation_id"],
            ["enrolments.id", "enrolments.organisation_id"],
            name=op.f("fk_positionings_enrolment"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_positionings_person_id_people")
        ),
        sa.UniqueConstraint(
            "enrolment_id", "moment", name=op.f("uq_positionings_enrolment_id_moment")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_positionings_public_id")),
        sa.CheckConstraint(
            "moment IN ('before', 'after')", name=op.f("ck_positionings_moment_known")
        ),
    )
    op.create_index(op.f("ix_positionings_person"), "positionings", ["person_id"], unique=False)
    op.create_table(
        "exempted_steps",
        sa.Column("exemption_id", ID, nullable=False),
        sa.Column("activity_id", ID, nullable=False),
        sa.Column("enrolment_id", ID, nullable=False),
        sa.Column("move_id", ID, nullable=True),
        sa.Column("in_force", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("exemption_id", "activity_id", name=op.f("pk_exempted_steps")),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activities.id"],
            name=op.f("fk_exempted_steps_activity_id_activities"),
        ),
        sa.ForeignKeyConstraint(
            ["exemption_id", "enrolment_id"],
            ["exemptions.id", "exemptions.enrolment_id"],
            name=op.f("fk_exempted_steps_exemption"),
        ),
        sa.ForeignKeyConstraint(
            ["move_id"],
            ["enrolment_moves.id"],
            name=op.f("fk_exempted_steps_move_id_enrolment_moves"),
        ),
    )
    op.create_index(op.f("ix_exempted_steps_move_id"), "exempted_steps", ["move_id"], unique=False)
    op.create_index(
        op.f("uq_exempted_steps_in_force"),
        "exempted_steps",
        ["enrolment_id", "activity_id"],
        unique=True,
        sqlite_where=sa.text("in_force"),
        postgresql_where=sa.text("in_force"),
    )
    op.create_table(
        "exemption_files",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("exemption_id", ID, nullable=False),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("size", ID, nullable=False),
        sa.Column("kept_as", sa.String(), nullable=False),
        sa.Column("file_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemption_files")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people.id"], name=op.f("fk_exemption_files_author_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["exemption_id"],
            ["exemptions.id"],
            name=op.f("fk_exemption_files_exemption_id_exemptions"),
        ),
        sa.UniqueConstraint("exemption_id", name=op.f("uq_exemption_files_exemption_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_exemption_files_public_id")),
        sa.CheckConstraint(
            "kind IN ('pdf', 'jpg', 'png', 'odt', 'docx', 'txt', 'mp3', 'm4a', 'ogg', 'wav')",
            name=op.f("ck_exemption_files_filekind_known"),
        ),
    )
    op.create_index(
        op.f("ix_exemption_files_author_id"), "exemption_files", ["author_id"], unique=False
    )
    op.create_table(
        "exemption_texts",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("exemption_id", ID, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemption_texts")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people.id"], name=op.f("fk_exemption_texts_author_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["exemption_id"],
            ["exemptions.id"],
            name=op.f("fk_exemption_texts_exemption_id_exemptions"),
        ),
        sa.UniqueConstraint(
            "exemption_id", "kind", name=op.f("uq_exemption_texts_exemption_id_kind")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_exemption_texts_public_id")),
        sa.CheckConstraint(
            "kind IN ('reason', 'evidence', 'withdrawal')",
            name=op.f("ck_exemption_texts_exemptiontextkind_known"),
        ),
    )
    op.create_index(
        op.f("ix_exemption_texts_author_id"), "exemption_texts", ["author_id"], unique=False
    )
    op.create_table(
        "exemption_withdrawals",
        sa.Column("exemption_id", ID, nullable=False),
        sa.Column("withdrawn_by", ID, nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("exemption_id", name=op.f("pk_exemption_withdrawals")),
        sa.ForeignKeyConstraint(
            ["exemption_id"],
            ["exemptions.id"],
            name=op.f("fk_exemption_withdrawals_exemption_id_exemptions"),
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"],
            ["people.id"],
            name=op.f("fk_exemption_withdrawals_withdrawn_by_people"),
        ),
    )
    op.create_index(
        op.f("ix_exemption_withdrawals_withdrawn_by"),
        "exemption_withdrawals",
        ["withdrawn_by"],
        unique=False,
    )
    op.create_table(
        "positioning_levels",
        sa.Column("positioning_id", ID, nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("level", sa.String(24), nullable=False),
        sa.PrimaryKeyConstraint("positioning_id", "domain", name=op.f("pk_positioning_levels")),
        sa.ForeignKeyConstraint(
            ["positioning_id"],
            ["positionings.id"],
            name=op.f("fk_positioning_levels_positioning_id_positionings"),
        ),
        sa.CheckConstraint(
            "level IN ('not_covered', 'discovered', 'in_progress', 'achieved', 'to_strengthen')",
            name=op.f("ck_positioning_levels_level_known"),
        ),
    )
    op.create_table(
        "positioning_texts",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("positioning_id", ID, nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_positioning_texts")),
        sa.ForeignKeyConstraint(
            ["positioning_id"],
            ["positionings.id"],
            name=op.f("fk_positioning_texts_positioning_id_positionings"),
        ),
        sa.UniqueConstraint(
            "positioning_id", "domain", name=op.f("uq_positioning_texts_positioning_id_domain")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_positioning_texts_public_id")),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
