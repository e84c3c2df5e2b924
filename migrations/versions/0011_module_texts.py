"""Texts beside the steps of a module, practice tasks, responsibility for what lacks reviews."""

import sqlalchemy as sa
from alembic import op

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _let("text", "situation", "reflection", "check", "practice")
    op.create_table(
        "module_texts",
        sa.Column("module_id", ID, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "summary",
                "session",
                name="moduletextkind_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("markdown", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["module_id"], ["modules.id"], name=op.f("fk_module_texts_module_id_modules")
        ),
        sa.PrimaryKeyConstraint("module_id", "kind", "locale", name=op.f("pk_module_texts")),
    )
    op.create_table(
        "review_responsibilities",
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_review_responsibilities_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["programme_versions.id"],
            name=op.f("fk_review_responsibilities_version_id_programme_versions"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_review_responsibilities_person_id_people")
        ),
        sa.PrimaryKeyConstraint(
            "organisation_id", "version_id", name=op.f("pk_review_responsibilities")
        ),
    )
    op.create_index(
        op.f("ix_review_responsibilities_person_id"), "review_responsibilities", ["person_id"]
    )


def downgrade() -> None:
    op.drop_table("review_responsibilities")
    op.drop_table("module_texts")
    # A task reads as a text: nobody loses what they completed.
    op.execute("UPDATE activities SET kind = 'text' WHERE kind = 'practice'")
    _let("text", "situation", "reflection", "check")


def _let(*values: str) -> None:
    name = op.f("ck_activities_activitykind_known")
    known = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table("activities") as changed:
        changed.drop_constraint(name, type_="check")
        changed.create_check_constraint(name, f"kind IN ({known})")
