"""The floor F: one page of about 10 kB, a signed-in person and one query of 40 rows.

The least that a Flask application with a database can do, measured in the same run as ours.
"""

from __future__ import annotations

import os

from flask import Flask, render_template_string
from flask_login import LoginManager, UserMixin, login_required, login_user
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

PAGE = """<!doctype html><title>floor</title><h1>Floor</h1><table>
{% for row in rows %}<tr><th>{{ row.name }}</th><td>{{ row.words }}</td></tr>
{% endfor %}</table>"""
ADDRESS = "/floor"
ROWS = 40
WORDS = "une ligne de texte ordinaire, répétée pour le poids. " * 4


class Base(DeclarativeBase):
    """Tables of the floor."""


class Someone(Base, UserMixin):
    """A person."""

    __tablename__ = "floor_people"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Line(Base):
    """A row of the page."""

    __tablename__ = "floor_lines"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    words: Mapped[str]


def create_app() -> Flask:
    """The floor application on the database named by SILLAGE_TEST_FLOOR."""
    app = Flask(__name__)
    app.secret_key = "floor"  # noqa: S105 - nothing is secret here
    engine = create_engine(os.environ["SILLAGE_TEST_FLOOR"])
    _fill(engine)
    login = LoginManager(app)

    @login.user_loader
    def load(key: str) -> Someone | None:
        with Session(engine) as session:
            return session.get(Someone, int(key))

    @app.get("/in")
    def enter() -> str:
        with Session(engine) as session:
            login_user(session.get_one(Someone, 1))
        return "in"

    @app.get(ADDRESS)
    @login_required
    def floor() -> str:
        with Session(engine) as session:
            return render_template_string(PAGE, rows=session.scalars(select(Line).limit(ROWS)))

    return app


def _fill(engine: object) -> None:
    Base.metadata.create_all(engine)  # type: ignore[arg-type]
    with Session(engine) as session, session.begin():  # type: ignore[arg-type]
        if session.get(Someone, 1) is None:
            session.add(Someone(id=1, name="Awa"))
            session.add_all(Line(id=n, name=f"Ligne {n}", words=WORDS) for n in range(1, ROWS + 1))
