"""How each person in training reads in their organisation's list, kept beside their name."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

STANDINGS = sa.Enum(
    "training",
    "met",
    "issued",
    "ended",
    name="rosterstanding_known",
    native_enum=False,
    create_constraint=True,
    length=24,
)
# The newest training of each membership decides, as it does in settling.
JUDGE = """
UPDATE memberships SET standing = CASE
  WHEN EXISTS (
    SELECT 1 FROM certificates c WHERE c.state = 'valid' AND c.enrolment_id = (
      SELECT max(e.id) FROM enrolments e WHERE e.membership_id = memberships.id))
    THEN 'issued'
  WHEN state = 'ended' OR EXISTS (
    SELECT 1 FROM enrolments x WHERE x.state = 'ended' AND x.id = (
      SELECT max(e.id) FROM enrolments e WHERE e.membership_id = memberships.id))
    THEN 'ended'
  WHEN EXISTS (
    SELECT 1 FROM enrolment_statuses s WHERE s.met AND s.enrolment_id = (
      SELECT max(e.id) FROM enrolments e WHERE e.membership_id = memberships.id))
    THEN 'met'
  ELSE 'training' END
WHERE role = 'trainee'
"""


def upgrade() -> None:
    with op.batch_alter_table("memberships") as table:
        table.add_column(
            sa.Column("standing", STANDINGS, nullable=False, server_default="training")
        )
    op.execute(JUDGE)
    with op.batch_alter_table("memberships") as table:
        table.alter_column("standing", existing_type=STANDINGS, server_default=None)
    op.create_index(
        "ix_memberships_standing",
        "memberships",
        ["organisation_id", "role", "standing", "sort_name", "id"],
    )


def downgrade() -> None:
    op.drop_index("ix_memberships_standing", "memberships")
    with op.batch_alter_table("memberships") as table:
        table.drop_constraint(op.f("ck_memberships_rosterstanding_known"), type_="check")
        table.drop_column("standing")
