"""What `lms run` does before it serves: key, database, curriculum, demo; nothing twice."""

from __future__ import annotations

import os
from pathlib import Path

import click
from sqlalchemy import select

from lms.app.migrations import upgrade
from lms.app.settings import from_environment, new_root_key
from lms.app.start import ready_app
from lms.catalogue.commands import STARTER, import_folder
from lms.organisations.models import Organisation
from lms.printing.operations import missing_packages, unavailable_because
from lms.web.database import Application, db

OWNER_ONLY = 0o600
FIRST_STEPS = """\
The database has no organisation yet. In another terminal:
  export SILLAGE_MODE=demo SILLAGE_DATA={data}
  .venv/bin/lms organisations create --help
  .venv/bin/lms accounts invite SHORT-NAME ADDRESS --family-name NAME
The invitation is a mail with a link; here mails are files in {data}/mail."""


def prepare(*, demo: bool) -> list[str]:
    """Make what is missing; the lines to show once the server answers."""
    data = Path(os.environ["SILLAGE_DATA"])
    data.mkdir(parents=True, exist_ok=True)
    if not (data / "root.key").exists():
        write_key(data / "root.key", demo=True)
    upgrade(from_environment().database)
    app = ready_app()
    with app.app_context():
        for line in import_folder(STARTER):
            click.echo(line)
    return [*_demo_lines(app, data, wanted=demo), *_missing_lines()]


def write_key(file: Path, *, demo: bool) -> None:
    """A new root key in a new file that only its owner reads; `FileExistsError`."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(handle, "w") as out:
        out.write(new_root_key(demo=demo))


def _demo_lines(app: Application, data: Path, *, wanted: bool) -> list[str]:
    if wanted and (lines := _loaded_demo(app)):
        return lines
    with app.app_context(), db.reading() as session:
        empty = session.scalar(select(Organisation.id).limit(1)) is None
    return [FIRST_STEPS.format(data=data)] if empty else []


def _loaded_demo(app: Application) -> list[str]:
    try:
        from lms.demo.operations import load_demo
        from lms.demo.queries import sign_in_lines
    except ModuleNotFoundError:
        return []
    load_demo(app)
    with app.app_context(), db.reading() as session:
        return sign_in_lines(session)


def _missing_lines() -> list[str]:
    missing = missing_packages()
    return [unavailable_because(missing)] if missing else []
