"""Cohorts, who accompanies them, their group sessions and the sheets of these."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
ROLES = ("trainee", "supervisor", "manager", "author", "trainer", "tutor")


def upgrade() -> None:
    _make_cohorts()
    _make_staff()
    with op.batch_alter_table("enrolments") as enrolments:
        enrolments.add_column(sa.Column("cohort_id", ID, nullable=True))
        enrolments.create_foreign_key(
            "fk_enrolments_cohort",
            "cohorts",
            ["cohort_id", "organisation_id"],
            ["id", "organisation_id"],
        )
        enrolments.create_index("ix_enrolments_cohort", ["cohort_id", "state"])
    with op.batch_alter_table("training_offers") as offers:
        offers.add_column(sa.Column("cohort_id", ID, nullable=True))
        offers.create_foreign_key(
            op.f("fk_training_offers_cohort_id_cohorts"), "cohorts", ["cohort_id"], ["id"]
        )
    _make_sessions()
    _make_marks()


def downgrade() -> None:
    for table in ("attendance_marks", "session_trainers", "half_days", "group_sessions"):
        op.drop_table(table)
    with op.batch_alter_table("training_offers") as offers:
        offers.drop_constraint(op.f("fk_training_offers_cohort_id_cohorts"), type_="foreignkey")
        offers.drop_column("cohort_id")
    with op.batch_alter_table("enrolments") as enrolments:
        enrolments.drop_index("ix_enrolments_cohort")
        enrolments.drop_constraint("fk_enrolments_cohort", type_="foreignkey")
        enrolments.drop_column("cohort_id")
    op.drop_table("cohort_staff")
    op.drop_table("cohorts")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _make_cohorts() -> None:
    op.create_table(
        "cohorts",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("capacity", ID, nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("answer_days", ID, nullable=False),
        sa.Column("state", _choice("cohortstate_known", "open", "closed"), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_cohorts_ends_after_start")),
        sa.CheckConstraint(
            "capacity IS NULL OR capacity BETWEEN 1 AND 500",
            name=op.f("ck_cohorts_capacity_plausible"),
        ),
        sa.CheckConstraint(
            "answer_days BETWEEN 1 AND 20", name=op.f("ck_cohorts_answer_days_plausible")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_cohorts_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["programme_versions.id"],
            name=op.f("fk_cohorts_version_id_programme_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohorts")),
        sa.UniqueConstraint("public_id", name=op.f("uq_cohorts_public_id")),
        sa.UniqueConstraint("id", "organisation_id", name=op.f("uq_cohorts_id_organisation_id")),
    )
    op.create_index("ix_cohorts_list", "cohorts", ["organisation_id", "state", "starts_on", "id"])


def _make_staff() -> None:
    op.create_table(
        "cohort_staff",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("cohort_id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("membership_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("role", _choice("role_known", *ROLES), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "role IN ('trainer', 'tutor')", name=op.f("ck_cohort_staff_accompanies")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id", "organisation_id"],
            ["cohorts.id", "cohorts.organisation_id"],
            name="fk_cohort_staff_cohort",
        ),
        sa.ForeignKeyConstraint(
            ["membership_id", "organisation_id", "person_id"],
            ["memberships.id", "memberships.organisation_id", "memberships.person_id"],
            name="fk_cohort_staff_membership",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_staff")),
        sa.UniqueConstraint("public_id", name=op.f("uq_cohort_staff_public_id")),
    )
    op.create_index("ix_cohort_staff_cohort", "cohort_staff", ["cohort_id", "ended_on"])
    op.create_index("ix_cohort_staff_person", "cohort_staff", ["person_id", "ended_on"])
    op.create_index(
        "uq_cohort_staff_living",
        "cohort_staff",
        ["cohort_id", "person_id", "role"],
        unique=True,
        sqlite_where=sa.text("ended_on IS NULL"),
        postgresql_where=sa.text("ended_on IS NULL"),
    )


def _make_sessions() -> None:
    op.create_table(
        "group_sessions",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("cohort_id", ID, nullable=False),
        sa.Column("module_id", ID, nullable=True),
        sa.Column("series", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("capacity", ID, nullable=True),
        sa.Column("make_up", sa.Boolean(), nullable=False),
        sa.Column("state", _choice("sessionstate_known", "planned", "cancelled"), nullable=False),
        sa.Column("first_at", INSTANT, nullable=False),
        sa.Column("changes", ID, nullable=False),
        sa.CheckConstraint(
            "capacity IS NULL OR capacity BETWEEN 1 AND 500",
            name=op.f("ck_group_sessions_capacity_plausible"),
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id", "organisation_id"],
            ["cohorts.id", "cohorts.organisation_id"],
            name="fk_group_sessions_cohort",
        ),
        sa.ForeignKeyConstraint(
            ["module_id"], ["modules.id"], name=op.f("fk_group_sessions_module_id_modules")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_sessions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_group_sessions_public_id")),
        sa.UniqueConstraint(
            "id", "organisation_id", name=op.f("uq_group_sessions_id_organisation_id")
        ),
    )
    for name in ("cohort", "organisation"):
        op.create_index(
            f"ix_group_sessions_{name}", "group_sessions", [f"{name}_id", "first_at", "id"]
        )
    op.create_table(
        "half_days",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("group_session_id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("number", ID, nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.CheckConstraint("number IN (1, 2)", name=op.f("ck_half_days_one_or_two")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_half_days_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["group_session_id", "organisation_id"],
            ["group_sessions.id", "group_sessions.organisation_id"],
            name="fk_half_days_session",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_half_days")),
        sa.UniqueConstraint("public_id", name=op.f("uq_half_days_public_id")),
        sa.UniqueConstraint(
            "group_session_id", "number", name=op.f("uq_half_days_group_session_id_number")
        ),
    )
    op.create_table(
        "session_trainers",
        sa.Column("group_session_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["group_session_id", "organisation_id"],
            ["group_sessions.id", "group_sessions.organisation_id"],
            name="fk_session_trainers_session",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_session_trainers_person_id_people")
        ),
        sa.PrimaryKeyConstraint("group_session_id", "person_id", name=op.f("pk_session_trainers")),
    )
    op.create_index(
        "ix_session_trainers_person", "session_trainers", ["person_id", "group_session_id"]
    )


def _make_marks() -> None:
    kinds = ("present", "absent_told", "absent", "taken_back")
    reasons = ("forgot", "no_network", "no_device", "other")
    op.create_table(
        "attendance_marks",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("half_day_id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("number", ID, nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("kind", _choice("markkind_known", *kinds), nullable=False),
        sa.Column("signed_on", _choice("signedon_known", "own", "passed", "sheet"), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("late_reason", _choice("latereason_known", *reasons), nullable=True),
        sa.Column("marked_by", ID, nullable=False),
        sa.Column("facts", DOCUMENT, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("marked_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "number BETWEEN 1 AND 50", name=op.f("ck_attendance_marks_number_plausible")
        ),
        sa.CheckConstraint(
            "late = (late_reason IS NOT NULL)", name=op.f("ck_attendance_marks_late_has_reason")
        ),
        sa.ForeignKeyConstraint(
            ["half_day_id"],
            ["half_days.id"],
            name=op.f("fk_attendance_marks_half_day_id_half_days"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_attendance_marks_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["marked_by"], ["people.id"], name=op.f("fk_attendance_marks_marked_by_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_marks")),
        sa.UniqueConstraint("public_id", name=op.f("uq_attendance_marks_public_id")),
        sa.UniqueConstraint(
            "half_day_id",
            "person_id",
            "number",
            name=op.f("uq_attendance_marks_half_day_id_person_id_number"),
        ),
    )
    op.create_index(
        "ix_attendance_marks_person", "attendance_marks", ["person_id", "half_day_id", "number"]
    )
