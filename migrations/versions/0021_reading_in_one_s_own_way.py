"""Easy-to-read texts for whoever wants them, places in texts, comments on passages."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
STATES = ("open", "answered", "taken", "set_aside")


def upgrade() -> None:
    with op.batch_alter_table("people") as people:
        people.add_column(
            sa.Column("easy_reading", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("people") as people:
        people.alter_column("easy_reading", server_default=None)
    _places()
    _comments()
    _answers()


def downgrade() -> None:
    for table in ("passage_answers", "passage_comments", "reading_places"):
        op.drop_table(table)
    with op.batch_alter_table("people") as people:
        people.drop_column("easy_reading")


def _places() -> None:
    op.create_table(
        "reading_places",
        sa.Column("device_id", ID, nullable=False),
        _of("reading_places", "version_id", "programme_versions.id"),
        _of("reading_places", "person_id", "people.id"),
        _of("reading_places", "activity_id", "activities.id"),
        sa.Column("passage", ID, nullable=False),
        sa.Column("kept_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"],
            ["known_devices.id"],
            name=op.f("fk_reading_places_device_id_known_devices"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("device_id", "version_id", name=op.f("pk_reading_places")),
    )
    op.create_index(op.f("ix_reading_places_person_id"), "reading_places", ["person_id"])


def _comments() -> None:
    known = sa.Enum(
        *STATES, name="commentstate_known", native_enum=False, create_constraint=True, length=24
    )
    op.create_table(
        "passage_comments",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        _of("passage_comments", "person_id", "people.id"),
        _of("passage_comments", "organisation_id", "organisations.id"),
        _of("passage_comments", "activity_id", "activities.id"),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("passage", ID, nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("state", known, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", INSTANT, nullable=False),
        sa.CheckConstraint("passage >= 0", name=op.f("ck_passage_comments_passage_counted")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage_comments")),
        sa.UniqueConstraint("public_id", name=op.f("uq_passage_comments_public_id")),
    )
    waiting, mine = ["organisation_id", "state", "id"], ["person_id", "activity_id"]
    op.create_index("ix_passage_comments_waiting", "passage_comments", waiting)
    op.create_index("ix_passage_comments_mine", "passage_comments", mine)


def _answers() -> None:
    op.create_table(
        "passage_answers",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        _of("passage_answers", "comment_id", "passage_comments.id", nullable=True),
        _of("passage_answers", "organisation_id", "organisations.id"),
        _of("passage_answers", "activity_id", "activities.id"),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("passage", ID, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        _of("passage_answers", "author_id", "people.id"),
        sa.Column("answered_at", INSTANT, nullable=False),
        sa.Column("hidden_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage_answers")),
        sa.UniqueConstraint("public_id", name=op.f("uq_passage_answers_public_id")),
        sa.UniqueConstraint("comment_id", name=op.f("uq_passage_answers_comment_id")),
    )
    op.create_index(op.f("ix_passage_answers_author_id"), "passage_answers", ["author_id"])
    shown = ["activity_id", "organisation_id"]
    op.create_index("ix_passage_answers_shown", "passage_answers", shown)


def _of(table: str, column: str, target: str, *, nullable: bool = False) -> sa.Column:
    named = op.f(f"fk_{table}_{column}_{target.partition('.')[0]}")
    return sa.Column(column, ID, sa.ForeignKey(target, name=named), nullable=nullable)
