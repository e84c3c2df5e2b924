"""Links to join a cohort, and the letters that prove the address of newcomers."""

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


def downgrade() -> None:
    for table in ("joining_letters", "cohort_links"):
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
        sa.Column("link_id", ID, nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("family_name", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["link_id"], ["cohort_links.id"], name=op.f("fk_joining_letters_link_id_cohort_links")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joining_letters")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_joining_letters_token_hash")),
    )
    op.create_index(op.f("ix_joining_letters_link_id"), "joining_letters", ["link_id"])
    op.create_index("ix_joining_letters_address", "joining_letters", ["email_key"])
    op.create_index("ix_joining_letters_end", "joining_letters", ["expires_at"])
