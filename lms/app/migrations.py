"""Alembic, driven from code: the same scripts for every database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text

from lms.kernel.database import READ_ONLY

# Imported where it is used: a server that is up to date never needs it.
if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = Path(__file__).parents[2] / "migrations"


def configuration(url: str) -> Config:
    """Alembic's settings for one database."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database up to a revision."""
    from alembic import command

    command.upgrade(configuration(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Bring the database back to a revision."""
    from alembic import command

    command.downgrade(configuration(url), revision)


def head_revision() -> str:
    """The newest revision there is: scripts are numbered, one after the other."""
    return max(script.name.partition("_")[0] for script in SCRIPTS.glob("versions/[0-9]*.py"))


def present_revision(engine: Engine) -> str | None:
    """The revision of a database; None for one without tables."""
    # Watchers ask often: on SQLite they must neither take nor wait for the writer's lock.
    with engine.connect().execution_options(**{READ_ONLY: True}) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found
