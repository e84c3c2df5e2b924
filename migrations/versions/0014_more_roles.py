"""Authors, trainers and tutors; like managers, they sign in in two steps unless told otherwise."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

BEFORE = ("trainee", "supervisor", "manager")
NEW = ("author", "trainer", "tutor")
LOST = ", ".join(f"'{role}'" for role in NEW)
HELD_IN = ("memberships", "invitations", "sign_ins")
ASKED = tuple(f"second_factor_{role}s" for role in NEW)
FICTITIOUS = f"UPDATE organisations SET {', '.join(f'{c} = false' for c in ASKED)} WHERE specimen"  # noqa: S608


def upgrade() -> None:
    for table in HELD_IN:
        _let(table, *BEFORE, *NEW)
    with op.batch_alter_table("organisations") as organisations:
        for column in ASKED:
            organisations.add_column(
                sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.true())
            )
    with op.batch_alter_table("organisations") as organisations:
        for column in ASKED:
            organisations.alter_column(column, server_default=None)
    op.execute(FICTITIOUS)


def downgrade() -> None:
    # The older version knows no such role: whoever held one is led to "no role yet".
    op.execute(f"UPDATE sign_ins SET role = NULL WHERE role IN ({LOST})")  # noqa: S608
    op.execute(f"DELETE FROM invitations WHERE role IN ({LOST})")  # noqa: S608
    op.execute(f"DELETE FROM memberships WHERE role IN ({LOST})")  # noqa: S608
    with op.batch_alter_table("organisations") as organisations:
        for column in ASKED:
            organisations.drop_column(column)
    for table in HELD_IN:
        _let(table, *BEFORE)


def _let(table: str, *roles: str) -> None:
    name = op.f(f"ck_{table}_role_known")
    known = ", ".join(f"'{role}'" for role in roles)
    with op.batch_alter_table(table) as changed:
        changed.drop_constraint(name, type_="check")
        changed.create_check_constraint(name, f"role IN ({known})")
