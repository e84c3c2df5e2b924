"""`lms check-invariants`: what must always be true of the database, looked at row by row."""

from __future__ import annotations

from collections.abc import Iterator

import click
from flask import current_app
from flask.cli import with_appcontext

from lms.app.invariants import INVARIANTS, Grounds, Verdict, verdicts
from lms.app.settings import Settings
from lms.web.database import Application, db
from lms.web.page import keys, now

KNOWN = [invariant.code for invariant in INVARIANTS]


@click.command("check-invariants")
@click.argument("codes", nargs=-1, type=click.Choice(KNOWN), metavar="[CODE]…")
@with_appcontext
def check_invariants(codes: tuple[str, ...]) -> None:
    """Look for what must never be: one line each, status 1 when something is broken.

    Ids only, no words of anybody. With codes (I2 I9 …) only those are looked at.
    """
    broken = 0
    for found in look(current_app, codes):  # type: ignore[arg-type]
        click.echo(line_of(found))
        broken += found.broken
    raise SystemExit(broken > 0)


def look(app: Application, codes: tuple[str, ...] = ()) -> Iterator[Verdict]:
    """The verdicts on one moment of the application's database."""
    settings: Settings = app.extensions["sillage.settings"]
    with db.reading() as session:
        grounds = Grounds(
            session=session,
            keys=keys(),
            files=settings.files,
            anchors=settings.journal_anchor,
            now=now(),
        )
        yield from verdicts(grounds, codes)


def line_of(found: Verdict) -> str:
    """One verdict as a line of the terminal."""
    if not found.broken:
        return f"{'ok':<5} {found.code}: {found.words}"
    more = f" … {found.broken} in all" if found.broken > len(found.first) else ""
    return f"{'BAD':<5} {found.code}: {found.words}: {'; '.join(found.first)}{more}"
