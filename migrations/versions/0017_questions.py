"""Questions of every kind: keys as documents, exact shares, drawn attempts, open texts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)
UNREAD = sa.text("read_at IS NULL")
SOURCES = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
KIND = sa.Enum(
    "single",
    "several",
    "true_false",
    "short",
    "number",
    "matching",
    "ordering",
    "gaps",
    "open",
    native_enum=False,
    create_constraint=True,
    length=24,
    name="questionkind_known",
)
JUDGEMENT = sa.Enum(
    "reached",
    "partly",
    "not_yet",
    native_enum=False,
    create_constraint=True,
    length=24,
    name="judgement_known",
)


def upgrade() -> None:
    op.add_column("question_keys", sa.Column("document", DOCUMENT, nullable=True))
    with op.batch_alter_table("attempts") as attempts:
        attempts.add_column(sa.Column("part_top", ID, nullable=False, server_default="0"))
        attempts.add_column(sa.Column("part_bottom", ID, nullable=False, server_default="1"))
        attempts.add_column(sa.Column("waiting", ID, nullable=False, server_default="0"))
        attempts.add_column(sa.Column("drawn", DOCUMENT, nullable=True))
        attempts.create_check_constraint(
            op.f("ck_attempts_part_plausible"), "part_top BETWEEN 0 AND part_bottom - 1"
        )
        attempts.create_check_constraint(
            op.f("ck_attempts_waiting_plausible"), "waiting BETWEEN 0 AND questions"
        )
    with op.batch_alter_table("answers") as answers:
        answers.add_column(sa.Column("response", DOCUMENT, nullable=True))
        answers.add_column(sa.Column("share_top", ID, nullable=True))
        answers.add_column(sa.Column("share_bottom", ID, nullable=True))
    _add_open_answers()
    _add_bank()


def _add_open_answers() -> None:
    op.create_table(
        "open_answers",
        sa.Column("id", ID, primary_key=True),
        sa.Column("public_id", sa.String(), nullable=False, unique=True),
        sa.Column("attempt_id", ID, sa.ForeignKey("attempts.id"), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("person_id", ID, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("read_at", INSTANT, nullable=True),
        sa.UniqueConstraint("attempt_id", "question"),
    )
    op.create_index(
        "ix_open_answers_unread",
        "open_answers",
        ["person_id"],
        sqlite_where=UNREAD,
        postgresql_where=UNREAD,
    )
    op.create_table(
        "answer_readings",
        sa.Column("id", ID, primary_key=True),
        sa.Column("public_id", sa.String(), nullable=False, unique=True),
        sa.Column("open_answer_id", ID, sa.ForeignKey("open_answers.id"), nullable=False),
        sa.Column("person_id", ID, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("reader_id", ID, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("read_at", INSTANT, nullable=False),
        sa.Column("judgement", JUDGEMENT, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("open_answer_id"),
    )
    op.create_index("ix_answer_readings_person_id", "answer_readings", ["person_id"])
    op.create_index("ix_answer_readings_reader_id", "answer_readings", ["reader_id"])


def _add_bank() -> None:
    op.create_table(
        "bank_questions",
        sa.Column("id", ID, primary_key=True),
        sa.Column("public_id", sa.String(), nullable=False, unique=True),
        sa.Column("organisation_id", ID, sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("sources", SOURCES, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("changed_by", ID, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
    )
    op.create_index("ix_bank_questions_organisation", "bank_questions", ["organisation_id", "id"])
    op.create_index("ix_bank_questions_changed_by", "bank_questions", ["changed_by"])


def downgrade() -> None:
    op.drop_table("bank_questions")
    op.drop_table("answer_readings")
    op.drop_table("open_answers")
    with op.batch_alter_table("answers") as answers:
        for column in ("share_bottom", "share_top", "response"):
            answers.drop_column(column)
    with op.batch_alter_table("attempts") as attempts:
        attempts.drop_constraint(op.f("ck_attempts_waiting_plausible"), type_="check")
        attempts.drop_constraint(op.f("ck_attempts_part_plausible"), type_="check")
        for column in ("drawn", "waiting", "part_bottom", "part_top"):
            attempts.drop_column(column)
    op.drop_column("question_keys", "document")
