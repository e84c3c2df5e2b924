"""What `lms run` does before it serves: key, database, curriculum, demo; nothing twice."""

from __future__ import annotations

import os
from pathlib import Path

import click
from sqlalchemy import select

from lms.accounts.models import Person
from lms.accounts.rules import hash_password
from lms.app.migrations import upgrade
from lms.app.settings import from_environment, new_root_key
from lms.app.start import ready_app
from lms.catalogue.commands import STARTER, import_folder
from lms.demo.commands import sign_ins
from lms.demo.operations import load
from lms.demo.queries import is_empty
from lms.demo.rules.cast import PASSWORD, PEOPLE
from lms.kernel.folding import fold_address
from lms.printing.operations import missing_packages, unavailable_because
from lms.web.database import db
from lms.web.page import keys, new_token, now

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
        return [*_demo_lines(data, wanted=demo), *_missing_lines()]


def write_key(file: Path, *, demo: bool) -> None:
    """A new root key in a new file that only its owner reads; `FileExistsError`."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(handle, "w") as out:
        out.write(new_root_key(demo=demo))


def _demo_lines(data: Path, *, wanted: bool) -> list[str]:
    with db.reading() as session:
        empty = is_empty(session)
    if empty and not wanted:
        return [FIRST_STEPS.format(data=data)]
    if empty:
        hashed = hash_password(PASSWORD)
        with db.writing() as session:
            load(session, keys=keys(), password_hash=hashed, now=now(), token=new_token)
    return sign_ins() if _holds_demo() else []


def _holds_demo() -> bool:
    key = fold_address(PEOPLE[0].address)
    with db.reading() as session:
        return session.scalar(select(Person.id).where(Person.email_key == key)) is not None


def _missing_lines() -> list[str]:
    missing = missing_packages()
    return [unavailable_because(missing)] if missing else []
