"""Counters that time changes are found by organisation; lists read who has met all elsewhere."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_enrolment_statuses_met", "enrolment_statuses")
    op.create_index(
        "ix_enrolment_statuses_due", "enrolment_statuses", ["organisation_id", "next_change_at"]
    )


def downgrade() -> None:
    op.drop_index("ix_enrolment_statuses_due", "enrolment_statuses")
    op.create_index("ix_enrolment_statuses_met", "enrolment_statuses", ["organisation_id", "met"])
