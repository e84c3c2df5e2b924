"""Easy-to-read texts for whoever wants them."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("people") as people:
        people.add_column(
            sa.Column("easy_reading", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("people") as people:
        people.alter_column("easy_reading", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("people") as people:
        people.drop_column("easy_reading")
