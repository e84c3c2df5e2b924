"""What is typed into a check is sealed, in a table of its own; a job moves what is there already."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "typed_answers",
        sa.Column("id", ID, primary_key=True),
        sa.Column("public_id", sa.String(), nullable=False, unique=True),
        sa.Column("attempt_id", ID, sa.ForeignKey("attempts.id"), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("person_id", ID, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("attempt_id", "question"),
    )
    op.create_index("ix_typed_answers_person_id", "typed_answers", ["person_id"])


def downgrade() -> None:
    """Words that were sealed are lost with their table; results and shares stay."""
    op.drop_table("typed_answers")
