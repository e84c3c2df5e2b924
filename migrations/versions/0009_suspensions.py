"""Accounts and roles that are suspended: neither over nor open."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# Whoever was kept out stays out: what the older version knows comes nearest.
ENDED = """
UPDATE memberships SET state = 'ended', ended_on = CURRENT_DATE, standing = CASE
  WHEN standing = 'suspended' THEN 'ended' ELSE standing END
WHERE state = 'suspended'
"""
CLOSED = "UPDATE people SET state = 'closed' WHERE state = 'suspended'"


def upgrade() -> None:
    _let("people", "personstate_known", "state", "active", "closed", "suspended", "erased")
    _let("memberships", "membershipstate_known", "state", "active", "suspended", "ended")
    _let(
        "memberships",
        "rosterstanding_known",
        "standing",
        *("training", "met", "issued", "suspended", "ended"),
    )
    _one_living("state <> 'ended'")


def downgrade() -> None:
    op.execute(ENDED)
    op.execute(CLOSED)
    _one_living("state = 'active'")
    _let("memberships", "rosterstanding_known", "standing", "training", "met", "issued", "ended")
    _let("memberships", "membershipstate_known", "state", "active", "ended")
    _let("people", "personstate_known", "state", "active", "closed", "erased")


def _let(table: str, name: str, column: str, *values: str) -> None:
    name = op.f(f"ck_{table}_{name}")
    known = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table(table) as changed:
        changed.drop_constraint(name, type_="check")
        changed.create_check_constraint(name, f"{column} IN ({known})")


def _one_living(living: str) -> None:
    """One role of a kind in an organisation, as long as it is not over."""
    op.drop_index("uq_memberships_living", "memberships")
    op.create_index(
        "uq_memberships_living",
        "memberships",
        ["person_id", "organisation_id", "role"],
        unique=True,
        sqlite_where=sa.text(living),
        postgresql_where=sa.text(living),
    )
