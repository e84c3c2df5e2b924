"""Revisions of signed sessions: versions of a part, and the reason of each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
REASONS = "revised_for IN ('day', 'length', 'form', 'several')"
WHOLE = "(revises_id IS NULL) = (first_id IS NULL) AND (revises_id IS NULL) = (revised_for IS NULL)"
TEXT_KINDS = "kind IN ('shared', 'private', 'own', 'answer'{more})"


def upgrade() -> None:
    with op.batch_alter_table("participations") as participations:
        for column in ("revises_id", "first_id"):
            participations.add_column(sa.Column(column, ID, nullable=True))
        participations.add_column(sa.Column("revised_for", sa.String(24), nullable=True))
        participations.add_column(sa.Column("revised_at", INSTANT, nullable=True))
        participations.create_check_constraint(
            op.f("ck_participations_revisionreason_known"), REASONS
        )
        participations.create_check_constraint(op.f("ck_participations_revision_whole"), WHOLE)
        participations.create_unique_constraint(
            op.f("uq_participations_id_agreement_id"), ["id", "agreement_id"]
        )
        participations.create_unique_constraint(
            op.f("uq_participations_revises_id"), ["revises_id"]
        )
        for name in ("revises", "first"):
            participations.create_foreign_key(
                f"fk_participations_{name}",
                "participations",
                [f"{name}_id", "agreement_id"],
                ["id", "agreement_id"],
            )
        participations.create_index("ix_participations_first", ["first_id"])
    _know_texts(", 'reason'")


def downgrade() -> None:
    revised = sa.text("SELECT count(*) FROM participations WHERE revises_id IS NOT NULL")
    if op.get_bind().scalar(revised):
        # Without their links, both versions of a session would count.
        raise RuntimeError("signed sessions were revised: this migration cannot be taken back")
    _know_texts("")
    with op.batch_alter_table("participations") as participations:
        participations.drop_index("ix_participations_first")
        for name in ("fk_participations_revises", "fk_participations_first"):
            participations.drop_constraint(name, type_="foreignkey")
        for name in ("uq_participations_revises_id", "uq_participations_id_agreement_id"):
            participations.drop_constraint(op.f(name), type_="unique")
        for name in ("revision_whole", "revisionreason_known"):
            participations.drop_constraint(op.f(f"ck_participations_{name}"), type_="check")
        for column in ("revised_at", "revised_for", "first_id", "revises_id"):
            participations.drop_column(column)


def _know_texts(more: str) -> None:
    name = op.f("ck_session_texts_textkind_known")
    with op.batch_alter_table("session_texts") as texts:
        texts.drop_constraint(name, type_="check")
        texts.create_check_constraint(name, TEXT_KINDS.format(more=more))
