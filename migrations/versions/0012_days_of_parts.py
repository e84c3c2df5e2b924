"""Each part of a session repeats its day: one index then holds what an agreement adds up to."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

DAY = """
UPDATE participations SET held_on = (
  SELECT s.held_on FROM supervision_sessions s WHERE s.id = participations.session_id)
"""
HELD = ["agreement_id", "revised_at", "held_on", "minutes", "revises_id", "standing"]
ALONE = "fk_participations_session_id_supervision_sessions"
WITH_DAY = "fk_participations_session"


def upgrade() -> None:
    op.create_index(
        "uq_supervision_sessions_day", "supervision_sessions", ["id", "held_on"], unique=True
    )
    op.add_column("participations", sa.Column("held_on", sa.Date(), nullable=True))
    op.execute(DAY)
    op.drop_index("ix_participations_agreement", "participations")
    with op.batch_alter_table("participations") as participations:
        participations.alter_column("held_on", existing_type=sa.Date(), nullable=False)
        participations.drop_constraint(op.f(ALONE), type_="foreignkey")
        participations.create_foreign_key(
            WITH_DAY,
            "supervision_sessions",
            ["session_id", "held_on"],
            ["id", "held_on"],
            onupdate="CASCADE",
        )
    op.create_index("ix_participations_held", "participations", HELD)


def downgrade() -> None:
    op.drop_index("ix_participations_held", "participations")
    with op.batch_alter_table("participations") as participations:
        participations.drop_constraint(WITH_DAY, type_="foreignkey")
        participations.create_foreign_key(
            op.f(ALONE), "supervision_sessions", ["session_id"], ["id"]
        )
        participations.drop_column("held_on")
    op.create_index("ix_participations_agreement", "participations", ["agreement_id", "session_id"])
    op.drop_index("uq_supervision_sessions_day", "supervision_sessions")
