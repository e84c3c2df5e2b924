"""Portfolios that people compose and take away; an export says of what it is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PIECES = (
    "'introduction', 'own', 'module', 'check', 'work', 'feedback', 'reflection', 'competency',"
    " 'certificate', 'hours'"
)
FILES = "'pdf', 'jpg', 'png', 'odt', 'docx', 'txt', 'mp3', 'm4a', 'ogg', 'wav'"


def upgrade() -> None:
    op.create_table(
        "portfolio_pieces",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("position", ID, nullable=False),
        sa.Column("put_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portfolio_pieces")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_portfolio_pieces_person_id_people")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_portfolio_pieces_public_id")),
        sa.UniqueConstraint(
            "person_id", "kind", "subject", name=op.f("uq_portfolio_pieces_person_id_kind_subject")
        ),
        sa.CheckConstraint(f"kind IN ({PIECES})", name=op.f("ck_portfolio_pieces_piecekind_known")),
        sa.CheckConstraint("position >= 1", name=op.f("ck_portfolio_pieces_position_plausible")),
    )
    op.create_index("ix_portfolio_pieces_order", "portfolio_pieces", ["person_id", "position"])
    op.create_table(
        "portfolio_files",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("piece_id", ID, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("size", ID, nullable=False),
        sa.Column("kept_as", sa.String(), nullable=False),
        sa.Column("file_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portfolio_files")),
        sa.ForeignKeyConstraint(
            ["piece_id"],
            ["portfolio_pieces.id"],
            name=op.f("fk_portfolio_files_piece_id_portfolio_pieces"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_portfolio_files_public_id")),
        sa.UniqueConstraint("piece_id", name=op.f("uq_portfolio_files_piece_id")),
        sa.CheckConstraint(f"kind IN ({FILES})", name=op.f("ck_portfolio_files_filekind_known")),
    )

    with op.batch_alter_table("exports") as exports:
        exports.add_column(
            sa.Column("kind", sa.String(24), nullable=False, server_default="everything")
        )
        exports.create_check_constraint(
            op.f("ck_exports_exportkind_known"), "kind IN ('everything', 'portfolio')"
        )
    _let_people_wait_for("person_id", "kind")


def downgrade() -> None:
    op.execute(
        "DELETE FROM export_parts WHERE export_id IN"
        " (SELECT id FROM exports WHERE kind = 'portfolio')"
    )
    op.execute("DELETE FROM exports WHERE kind = 'portfolio'")
    _let_people_wait_for("person_id")
    with op.batch_alter_table("exports") as exports:
        exports.drop_constraint(op.f("ck_exports_exportkind_known"), type_="check")
        exports.drop_column("kind")
    op.drop_table("portfolio_files")
    op.drop_table("portfolio_pieces")


def _let_people_wait_for(*columns: str) -> None:
    op.drop_index("uq_exports_requested", "exports")
    op.create_index(
        "uq_exports_requested",
        "exports",
        list(columns),
        unique=True,
        sqlite_where=sa.text("state = 'requested'"),
        postgresql_where=sa.text("state = 'requested'"),
    )
