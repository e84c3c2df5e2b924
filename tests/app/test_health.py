"""Whoever watches the server learns whether it lives and whether it can work."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from lms.app.factory import create_app
from lms.web.database import Application
from tests.client import Client
from tests.conftest import settings_for
from tests.databases import Databases


def ask(app: Application, path: str) -> tuple[int, str]:
    answer = Client(app).open(path)
    assert answer.mimetype == "text/plain"
    return answer.status_code, answer.get_data(as_text=True).strip()


def test_a_healthy_server_says_so(databases: Databases, tmp_path: Path) -> None:
    app = create_app(settings_for(databases.fresh(), tmp_path))
    assert ask(app, "/healthz") == (200, "alive")
    assert ask(app, "/readyz") == (200, "ready")
    app.extensions["sillage.engine"].dispose()


def test_without_its_database_a_server_lives_but_is_not_ready(tmp_path: Path) -> None:
    app = create_app(settings_for("postgresql+psycopg://nobody@127.0.0.1:1/none", tmp_path))
    assert ask(app, "/healthz") == (200, "alive")
    assert ask(app, "/readyz") == (503, "the database does not answer")


def test_with_tables_of_another_version_a_server_is_not_ready(
    databases: Databases, tmp_path: Path
) -> None:
    app = create_app(settings_for(databases.fresh(), tmp_path))
    with app.extensions["sillage.engine"].begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert ask(app, "/readyz") == (503, "the database is not migrated")
    app.extensions["sillage.engine"].dispose()
