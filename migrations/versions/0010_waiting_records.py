"""What waits for a supervisor is found by its state, however long the agreement has lasted."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_participations_waiting", "participations", ["agreement_id", "standing"])


def downgrade() -> None:
    op.drop_index("ix_participations_waiting", "participations")
