"""Keys by purpose, so that the root key can change."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "purpose_keys",
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("root_check", sa.String(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("purpose", name=op.f("pk_purpose_keys")),
    )
    op.add_column("person_keys", sa.Column("previous", sa.LargeBinary()))
    root_check = sa.Column("root_check", sa.String(), nullable=False, server_default="")
    op.add_column("person_keys", root_check)
    # So far every key was wrapped by the one root key that the database remembers.
    op.execute(
        "UPDATE person_keys SET root_check ="
        " coalesce((SELECT digest FROM root_checks WHERE id = 1), '')"
    )


def downgrade() -> None:
    renewing = sa.text("SELECT count(*) FROM person_keys WHERE previous IS NOT NULL")
    if op.get_bind().scalar(renewing):
        raise RuntimeError(
            "some people's keys are being rotated (finish with: lms keys rotate-people)"
        )
    with op.batch_alter_table("person_keys") as person_keys:
        person_keys.drop_column("root_check")
        person_keys.drop_column("previous")
    op.drop_table("purpose_keys")
