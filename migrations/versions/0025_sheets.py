"""Signature sheets of group sessions as documents."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.create_table(
        "sheet_papers",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("group_session_id", ID, nullable=False),
        sa.Column("kind", _choice("paperkind_known", "blank", "signed"), nullable=False),
        sa.Column("number", ID, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("facts_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", _choice("paperstate_known", "requested", "ready"), nullable=False),
        sa.Column("file_sha256", sa.String(), nullable=True),
        sa.Column("file_kept_as", sa.String(), nullable=True),
        sa.Column("attempts", ID, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("next_attempt_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "number BETWEEN 1 AND 500", name=op.f("ck_sheet_papers_number_plausible")
        ),
        sa.CheckConstraint(
            "(state = 'ready') = (file_kept_as IS NOT NULL AND file_sha256 IS NOT NULL)",
            name=op.f("ck_sheet_papers_ready_has_file"),
        ),
        sa.CheckConstraint(
            "(state = 'ready') = (facts_sealed IS NULL)",
            name=op.f("ck_sheet_papers_facts_until_drawn"),
        ),
        sa.ForeignKeyConstraint(
            ["group_session_id", "organisation_id"],
            ["group_sessions.id", "group_sessions.organisation_id"],
            name="fk_sheet_papers_session",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_papers")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sheet_papers_public_id")),
        sa.UniqueConstraint(
            "group_session_id",
            "kind",
            "number",
            name=op.f("uq_sheet_papers_group_session_id_kind_number"),
        ),
    )
    op.create_index("ix_sheet_papers_due", "sheet_papers", ["state", "next_attempt_at"])


def downgrade() -> None:
    op.drop_table("sheet_papers")
