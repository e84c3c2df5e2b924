"""Images, sounds, films and documents of programmes: what they are, and where they belong."""

import sqlalchemy as sa
from alembic import op

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

KINDS = ("image", "audio", "video", "document")


def upgrade() -> None:
    op.create_table(
        "media_files",
        sa.Column("id", ID, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                *KINDS,
                name="mediakind_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("bytes", ID, nullable=False),
        sa.Column("width", ID, nullable=True),
        sa.Column("height", ID, nullable=True),
        sa.Column("seconds", ID, nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("bytes > 0", name=op.f("ck_media_files_not_empty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_files")),
        sa.UniqueConstraint("digest", name=op.f("uq_media_files_digest")),
    )
    _links("draft_media", "draft_id", "programme_drafts")
    _links("version_media", "version_id", "programme_versions")


def downgrade() -> None:
    op.drop_table("version_media")
    op.drop_table("draft_media")
    op.drop_table("media_files")


def _links(table: str, column: str, other: str) -> None:
    op.create_table(
        table,
        sa.Column(column, ID, nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("media_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
        ),
        sa.ForeignKeyConstraint(
            ["media_id"], ["media_files.id"], name=op.f(f"fk_{table}_media_id_media_files")
        ),
        sa.PrimaryKeyConstraint(column, "path", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_media_id"), table, ["media_id"])
