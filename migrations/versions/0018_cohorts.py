"""Cohorts, who accompanies them, and the cohort of an enrolment."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
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


def downgrade() -> None:
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
        sa.Column("open_to_requests", sa.Boolean(), nullable=False),
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
