"""Alembic, driven from code: the same scripts for every database."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

SCRIPTS = Path(__file__).parents[2] / "migrations"


def configuration(url: str) -> Config:
    """Alembic's settings for one database."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database up to a revision."""
    command.upgrade(configuration(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Bring the database back to a revision."""
    command.downgrade(configuration(url), revision)


def head_revision() -> str | None:
    """The newest revision there is."""
    return ScriptDirectory.from_config(configuration("sqlite://")).get_current_head()


def present_revision(engine: Engine) -> str | None:
    """The revision of a database."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
