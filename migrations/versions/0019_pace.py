"""The pace of a training: pauses, moved deadlines, and exchanges with tutors."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _pauses()
    _modules()
    _moves()
    _messages()
    _contacts()


def downgrade() -> None:
    for table in (
        "tutor_contacts",
        "tutor_messages",
        "deadline_moves",
        "module_deadlines",
        "pauses",
    ):
        op.drop_table(table)


def _pauses() -> None:
    op.create_table(
        "pauses",
        sa.Column("id", ID, primary_key=True),
        sa.Column("enrolment_id", ID, sa.ForeignKey("enrolments.id"), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("returns_on", sa.Date(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.CheckConstraint("returns_on > begins_on", name=op.f("ck_pauses_returns_after")),
        sa.CheckConstraint(
            "is_open OR returns_on IS NOT NULL", name=op.f("ck_pauses_closed_with_a_day")
        ),
    )
    op.create_index("ix_pauses_enrolment", "pauses", ["enrolment_id", "begins_on"])
    _unique_where("uq_pauses_open", "pauses", "is_open")


def _modules() -> None:
    op.create_table(
        "module_deadlines",
        sa.Column("cohort_id", ID, sa.ForeignKey("cohorts.id"), primary_key=True),
        sa.Column("module", sa.String(), primary_key=True),
        sa.Column("due_on", sa.Date(), nullable=False),
    )


def _moves() -> None:
    op.create_table(
        "deadline_moves",
        sa.Column("id", ID, primary_key=True),
        sa.Column("enrolment_id", ID, sa.ForeignKey("enrolments.id"), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("percent", ID, nullable=False),
        sa.Column("days", ID, nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("given_by", ID, sa.ForeignKey("people.id"), nullable=False),
        _known("deadline_moves", "movekind", "kind", "adjustment", "extension"),
        sa.CheckConstraint(
            "percent BETWEEN 0 AND 100", name=op.f("ck_deadline_moves_percent_plausible")
        ),
        sa.CheckConstraint(
            "days BETWEEN 0 AND 1100", name=op.f("ck_deadline_moves_days_plausible")
        ),
        sa.CheckConstraint(
            "(kind = 'adjustment') = (percent > 0)", name=op.f("ck_deadline_moves_either_kind")
        ),
    )
    op.create_index("ix_deadline_moves_enrolment", "deadline_moves", ["enrolment_id"])
    op.create_index(op.f("ix_deadline_moves_given_by"), "deadline_moves", ["given_by"])
    _unique_where("uq_deadline_moves_adjustment", "deadline_moves", "kind = 'adjustment'")


def _messages() -> None:
    op.create_table(
        "tutor_messages",
        sa.Column("id", ID, primary_key=True),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("enrolment_id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("author_id", ID, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("side", sa.String(24), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("opened_at", INSTANT, nullable=True),
        sa.UniqueConstraint("public_id", name=op.f("uq_tutor_messages_public_id")),
        sa.ForeignKeyConstraint(
            ["enrolment_id", "organisation_id"],
            ["enrolments.id", "enrolments.organisation_id"],
            name="fk_tutor_messages_enrolment",
        ),
        _known("tutor_messages", "side", "side", "trainee", "tutor"),
        sa.CheckConstraint(
            "side = 'trainee' OR due_on IS NULL", name=op.f("ck_tutor_messages_due_from_tutors")
        ),
    )
    op.create_index("ix_tutor_messages_thread", "tutor_messages", ["enrolment_id", "id"])
    op.create_index(op.f("ix_tutor_messages_author_id"), "tutor_messages", ["author_id"])
    op.create_index(
        "ix_tutor_messages_waiting", "tutor_messages", ["enrolment_id", "side", "answered_on"]
    )


def _contacts() -> None:
    kinds = ("answer", "message", "nothing_to_answer", "spoke", "tried")
    op.create_table(
        "tutor_contacts",
        sa.Column("id", ID, primary_key=True),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("enrolment_id", ID, sa.ForeignKey("enrolments.id"), nullable=False),
        sa.Column("tutor_id", ID, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.UniqueConstraint("public_id", name=op.f("uq_tutor_contacts_public_id")),
        _known("tutor_contacts", "contactkind", "kind", *kinds),
    )
    op.create_index("ix_tutor_contacts_enrolment", "tutor_contacts", ["enrolment_id", "made_on"])
    op.create_index(op.f("ix_tutor_contacts_tutor_id"), "tutor_contacts", ["tutor_id"])


def _known(table: str, name: str, column: str, *values: str) -> sa.CheckConstraint:
    known = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({known})", name=op.f(f"ck_{table}_{name}_known"))


def _unique_where(name: str, table: str, where: str) -> None:
    only = {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)}
    op.create_index(name, table, ["enrolment_id"], unique=True, **only)
