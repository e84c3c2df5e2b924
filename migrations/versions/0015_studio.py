"""Whose a programme is, its source files, and the drafts that become its next versions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ALIVE = sa.text("state IN ('draft', 'in_review', 'approved')")
OWNER = "fk_programmes_organisation_id_organisations"


def upgrade() -> None:
    with op.batch_alter_table("programmes") as programmes:
        programmes.add_column(sa.Column("organisation_id", ID, nullable=True))
        programmes.create_foreign_key(op.f(OWNER), "organisations", ["organisation_id"], ["id"])
        programmes.create_unique_constraint(
            op.f("uq_programmes_id_organisation_id"), ["id", "organisation_id"]
        )
    op.create_index(op.f("ix_programmes_organisation_id"), "programmes", ["organisation_id"])
    op.create_table(
        "version_files",
        sa.Column("version_id", ID, nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        _to("version_files", "version_id", "programme_versions"),
        sa.PrimaryKeyConstraint("version_id", "path", name=op.f("pk_version_files")),
    )
    _drafts()
    _files()
    _reviews()
    _moves()
    _carried()


def downgrade() -> None:
    op.drop_table("carried_steps")
    op.drop_table("enrolment_moves")
    op.drop_table("draft_reviews")
    op.drop_table("programme_draft_files")
    op.drop_table("programme_drafts")
    op.drop_table("version_files")
    op.drop_index(op.f("ix_programmes_organisation_id"), "programmes")
    with op.batch_alter_table("programmes") as programmes:
        programmes.drop_constraint(op.f("uq_programmes_id_organisation_id"), type_="unique")
        programmes.drop_constraint(op.f(OWNER), type_="foreignkey")
        programmes.drop_column("organisation_id")


def _drafts() -> None:
    table = "programme_drafts"
    op.create_table(
        table,
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("programme_id", ID, nullable=False),
        sa.Column("base_version_id", ID, nullable=True),
        sa.Column("version_id", ID, nullable=True),
        sa.Column(
            "state",
            _one_of("draftstate", "draft", "in_review", "approved", "published", "dropped"),
            nullable=False,
        ),
        sa.Column("revision", ID, nullable=False),
        sa.Column("undo", DOCUMENT, nullable=False),
        sa.Column("started_by", ID, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", ID, nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state NOT IN ('in_review', 'approved') OR sent_by IS NOT NULL",
            name=op.f("ck_programme_drafts_sent_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["programme_id", "organisation_id"],
            ["programmes.id", "programmes.organisation_id"],
            name=op.f("fk_programme_drafts_programme_id_programmes"),
        ),
        _to(table, "organisation_id", "organisations"),
        _to(table, "base_version_id", "programme_versions"),
        _to(table, "version_id", "programme_versions"),
        _to(table, "started_by", "people"),
        _to(table, "sent_by", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_drafts")),
        sa.UniqueConstraint("public_id", name=op.f("uq_programme_drafts_public_id")),
    )
    op.create_index(
        "uq_programme_drafts_living",
        table,
        ["programme_id"],
        unique=True,
        sqlite_where=ALIVE,
        postgresql_where=ALIVE,
    )
    op.create_index("ix_programme_drafts_organisation", table, ["organisation_id", "state"])
    op.create_index(op.f("ix_programme_drafts_started_by"), table, ["started_by"])
    op.create_index(op.f("ix_programme_drafts_sent_by"), table, ["sent_by"])


def _files() -> None:
    table = "programme_draft_files"
    op.create_table(
        table,
        sa.Column("draft_id", ID, nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("changed_by", ID, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        _to(table, "draft_id", "programme_drafts"),
        _to(table, "changed_by", "people"),
        sa.PrimaryKeyConstraint("draft_id", "path", name=op.f("pk_programme_draft_files")),
    )
    op.create_index(op.f("ix_programme_draft_files_changed_by"), table, ["changed_by"])


def _reviews() -> None:
    table = "draft_reviews"
    op.create_table(
        table,
        sa.Column("id", ID, nullable=False),
        sa.Column("draft_id", ID, nullable=False),
        sa.Column("reviewer_id", ID, nullable=False),
        sa.Column("verdict", _one_of("verdict", "approved", "sent_back"), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("revision", ID, nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        _to(table, "draft_id", "programme_drafts"),
        _to(table, "reviewer_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_reviews")),
    )
    op.create_index(op.f("ix_draft_reviews_draft_id"), table, ["draft_id"])
    op.create_index(op.f("ix_draft_reviews_reviewer_id"), table, ["reviewer_id"])


def _moves() -> None:
    table = "enrolment_moves"
    op.create_table(
        table,
        sa.Column("id", ID, nullable=False),
        sa.Column("enrolment_id", ID, nullable=False),
        sa.Column("from_version_id", ID, nullable=False),
        sa.Column("to_version_id", ID, nullable=False),
        sa.Column("own_choice", sa.Boolean(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        _to(table, "enrolment_id", "enrolments"),
        _to(table, "from_version_id", "programme_versions"),
        _to(table, "to_version_id", "programme_versions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_moves")),
        sa.UniqueConstraint(
            "enrolment_id",
            "from_version_id",
            name=op.f("uq_enrolment_moves_enrolment_id_from_version_id"),
        ),
    )


def _carried() -> None:
    table = "carried_steps"
    op.create_table(
        table,
        sa.Column("person_id", ID, nullable=False),
        sa.Column("activity_id", ID, nullable=False),
        sa.Column("move_id", ID, nullable=False),
        sa.Column("from_activity_id", ID, nullable=False),
        sa.Column("text_changed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id", "activity_id"],
            ["completions.person_id", "completions.activity_id"],
            name=op.f("fk_carried_steps_person_id_completions"),
        ),
        _to(table, "move_id", "enrolment_moves"),
        _to(table, "from_activity_id", "activities"),
        sa.PrimaryKeyConstraint("person_id", "activity_id", name=op.f("pk_carried_steps")),
    )
    op.create_index("ix_carried_steps_move", table, ["move_id"])


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(
        *values, name=f"{name}_known", native_enum=False, create_constraint=True, length=24
    )
