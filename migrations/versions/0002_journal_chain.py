"""The journal's chain: each entry's place and link, checkpoints of purges, and triggers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import sqlite

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sqlite.INTEGER(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
COLUMNS = (
    "id",
    "at",
    "actor_id",
    "role",
    "action",
    "subject_kind",
    "subject_id",
    "organisation_id",
    "about_person_id",
    "details",
)
UNSEALED = sa.text("sequence IS NULL")
PURGED = "(SELECT coalesce(max(sequence), 0) FROM journal_checkpoints)"
APPENDED = "the journal is only appended"


def upgrade() -> None:
    op.add_column("journal_entries", sa.Column("sequence", ID, nullable=True))
    op.add_column("journal_entries", sa.Column("link", sa.String(), nullable=True))
    op.create_index("ix_journal_entries_sequence", "journal_entries", ["sequence"], unique=True)
    op.create_index(
        "ix_journal_entries_unsealed",
        "journal_entries",
        ["id"],
        sqlite_where=UNSEALED,
        postgresql_where=UNSEALED,
    )
    op.drop_index("ix_journal_entries_about_person_id", "journal_entries")
    op.create_index(
        "ix_journal_entries_about", "journal_entries", ["about_person_id", "action", "actor_id"]
    )
    op.create_table(
        "journal_checkpoints",
        sa.Column("sequence", ID, autoincrement=False, nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_journal_checkpoints")),
    )
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("journal_entries_change", "journal_entries_delete"):
            op.execute(f"DROP TRIGGER {name}")
    else:
        op.execute("DROP TRIGGER journal_entries_change ON journal_entries")
        op.execute("DROP TRIGGER journal_entries_delete ON journal_entries")
        op.execute("DROP TRIGGER journal_entries_truncate ON journal_entries")
    op.drop_table("journal_checkpoints")
    if op.get_bind().dialect.name == "postgresql":
        for name in ("journal_refuse_change", "journal_refuse_delete", "journal_refuse"):
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_index("ix_journal_entries_about", "journal_entries")
    op.create_index(
        "ix_journal_entries_about_person_id", "journal_entries", ["about_person_id"], unique=False
    )
    op.drop_index("ix_journal_entries_unsealed", "journal_entries")
    op.drop_index("ix_journal_entries_sequence", "journal_entries")
    op.drop_column("journal_entries", "link")
    op.drop_column("journal_entries", "sequence")


def _guard_sqlite() -> None:
    changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in COLUMNS)
    sealed_once = "OLD.sequence IS NULL AND NEW.sequence IS NOT NULL AND NEW.link IS NOT NULL"
    refuse = f"BEGIN SELECT RAISE(ABORT, '{APPENDED}'); END"
    op.execute(
        "CREATE TRIGGER journal_entries_change BEFORE UPDATE ON journal_entries"
        f" WHEN NOT ({sealed_once}) OR {changed} {refuse}"
    )
    op.execute(
        "CREATE TRIGGER journal_entries_delete BEFORE DELETE ON journal_entries"
        f" WHEN OLD.sequence IS NULL OR OLD.sequence > {PURGED} {refuse}"
    )
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER journal_checkpoints_{act.lower()} BEFORE {act}"
            f" ON journal_checkpoints {refuse}"
        )


def _guard_postgresql() -> None:
    _function("journal_refuse", f"RAISE EXCEPTION '{APPENDED}';")
    changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in COLUMNS)
    sealed_once = "OLD.sequence IS NULL AND NEW.sequence IS NOT NULL AND NEW.link IS NOT NULL"
    _function(
        "journal_refuse_change",
        f"IF NOT ({sealed_once}) OR {changed} THEN RAISE EXCEPTION '{APPENDED}'; END IF;"
        " RETURN NEW;",
    )
    _function(
        "journal_refuse_delete",
        f"IF OLD.sequence IS NULL OR OLD.sequence > {PURGED} THEN"
        f" RAISE EXCEPTION '{APPENDED}'; END IF; RETURN OLD;",
    )
    for act, event, each, function in (
        ("change", "UPDATE", "ROW", "journal_refuse_change"),
        ("delete", "DELETE", "ROW", "journal_refuse_delete"),
        ("truncate", "TRUNCATE", "STATEMENT", "journal_refuse"),
    ):
        op.execute(
            f"CREATE TRIGGER journal_entries_{act} BEFORE {event} ON journal_entries"
            f" FOR EACH {each} EXECUTE FUNCTION {function}()"
        )
    op.execute(
        "CREATE TRIGGER journal_checkpoints_change BEFORE UPDATE OR DELETE OR TRUNCATE"
        " ON journal_checkpoints FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()"
    )


def _function(name: str, body: str) -> None:
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
    )
