"""Texts beside the steps of a module, and practice tasks."""

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


def downgrade() -> None:
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
