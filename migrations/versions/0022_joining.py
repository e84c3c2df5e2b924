"""Joining a cohort: links, requests, and the letters that prove the address of newcomers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _make_links()
    _make_letters()
    _make_requests()
    with op.batch_alter_table("cohorts") as cohorts:
        cohorts.add_column(
            sa.Column("takes_requests", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    with op.batch_alter_table("cohorts") as cohorts:
        cohorts.drop_column("takes_requests")
    for table in ("join_requests", "joining_letters", "cohort_links"):
        op.drop_table(table)


def _make_links() -> None:
    op.create_table(
        "cohort_links",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("cohort_id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("places", ID, nullable=False),
        sa.Column("taken", ID, nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("made_by", ID, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "places BETWEEN 1 AND 500", name=op.f("ck_cohort_links_places_plausible")
        ),
        sa.CheckConstraint(
            "taken BETWEEN 0 AND places", name=op.f("ck_cohort_links_taken_plausible")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id", "organisation_id"],
            ["cohorts.id", "cohorts.organisation_id"],
            name="fk_cohort_links_cohort",
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["people.id"], name=op.f("fk_cohort_links_made_by_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_links")),
        sa.UniqueConstraint("public_id", name=op.f("uq_cohort_links_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_cohort_links_token_hash")),
    )
    op.create_index(op.f("ix_cohort_links_made_by"), "cohort_links", ["made_by"])
    op.create_index("ix_cohort_links_list", "cohort_links", ["cohort_id", "id"])


def _make_letters() -> None:
    op.create_table(
        "joining_letters",
        sa.Column("id", ID, nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("cohort_id", ID, nullable=False),
        sa.Column("link_id", ID, nullable=True),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("family_name", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_joining_letters_cohort_id_cohorts")
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["cohort_links.id"], name=op.f("fk_joining_letters_link_id_cohort_links")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joining_letters")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_joining_letters_token_hash")),
    )
    op.create_index(op.f("ix_joining_letters_cohort_id"), "joining_letters", ["cohort_id"])
    op.create_index(op.f("ix_joining_letters_link_id"), "joining_letters", ["link_id"])
    op.create_index("ix_joining_letters_address", "joining_letters", ["email_key"])
    op.create_index("ix_joining_letters_end", "joining_letters", ["expires_at"])


def _make_requests() -> None:
    op.create_table(
        "join_requests",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("cohort_id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("leaves_id", ID, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("closed_by", ID, nullable=True),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "state IN ('pending', 'accepted', 'declined', 'withdrawn')",
            name=op.f("ck_join_requests_requeststate_known"),
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id", "organisation_id"],
            ["cohorts.id", "cohorts.organisation_id"],
            name="fk_join_requests_cohort",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_join_requests_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["people.id"], name=op.f("fk_join_requests_closed_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["leaves_id"], ["enrolments.id"], name=op.f("fk_join_requests_leaves_id_enrolments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_requests")),
        sa.UniqueConstraint("public_id", name=op.f("uq_join_requests_public_id")),
    )
    op.create_index(op.f("ix_join_requests_leaves_id"), "join_requests", ["leaves_id"])
    op.create_index(op.f("ix_join_requests_closed_by"), "join_requests", ["closed_by"])
    op.create_index(
        "ix_join_requests_list", "join_requests", ["organisation_id", "state", "asked_at", "id"]
    )
    op.create_index("ix_join_requests_person", "join_requests", ["person_id", "state"])
    living = sa.text("state = 'pending'")
    op.create_index(
        "uq_join_requests_pending",
        "join_requests",
        ["cohort_id", "person_id"],
        unique=True,
        sqlite_where=living,
        postgresql_where=living,
    )
