"""`lms journal`: verify the chain, print its head, and anchor it outside the database."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from lms.journal.operations import mark_head, marks_in
from lms.journal.queries import Check, check_chain, head_of, unsealed_count
from lms.journal.rules.marks import Mark, MarkKind, MarkRefused, public_key, standing
from lms.web.database import db
from lms.web.page import keys, now


@click.group("journal")
def journal() -> None:
    """Who did what: its chain and the marks kept outside."""


@journal.command("verify")
@click.option(
    "--anchors",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Marks to compare with, best a copy kept elsewhere; else SILLAGE_JOURNAL_ANCHOR.",
)
@click.option("--chain-only", is_flag=True, help="Without marks: a cut tail is not seen.")
@with_appcontext
def verify(anchors: Path | None, chain_only: bool) -> None:
    """Walk the whole chain; status 1 and the first bad sequence number when it is broken."""
    ours = public_key(keys())
    marks = () if chain_only else standing(_marks(anchors or _anchor_file(), ours))
    with db.reading() as session:
        check = check_chain(session, marks, signed_by=ours)
        waiting = unsealed_count(session)
    _say(check, waiting)


@journal.command("head")
@with_appcontext
def head() -> None:
    """Print the last sequence number, its link, and the public key of our marks."""
    with db.reading() as session:
        last = head_of(session)
    click.echo(f"{last.sequence} {last.link}")
    click.echo(f"marks are signed by {public_key(keys())}")


@journal.command("anchor")
@click.option("--restored", is_flag=True, help="Say that a backup was restored and cut the chain.")
@with_appcontext
def anchor(restored: bool) -> None:
    """Seal what waits and append the signed head to the anchor file now."""
    kind = MarkKind.RESTORED if restored else MarkKind.HEAD
    mark = mark_head(db.writing, _anchor_file(), keys(), now=now(), kind=kind)
    click.echo(f"entry {mark.head.sequence} is marked in {_anchor_file()}")


def _anchor_file() -> Path:
    path: Path = current_app.extensions["sillage.settings"].journal_anchor
    return path


def _marks(path: Path, ours: str) -> tuple[Mark, ...]:
    try:
        return marks_in(path, ours)
    except MarkRefused as refused:
        raise click.ClickException(f"{path}: {refused}") from None
    except OSError:
        raise click.ClickException(
            f"{path} cannot be read: without marks a cut tail is not seen (--chain-only)"
        ) from None


def _say(check: Check, waiting: int) -> None:
    if check.fault is not None:
        raise click.ClickException(f"entry {check.fault.sequence} {check.fault.words}")
    first, last = check.begins_after.sequence + 1, check.head.sequence
    walked = f"entries {first} to {last} hold" if last >= first else "nothing is sealed"
    click.echo(f"{walked}; {check.marks_met} marks met; {waiting} entries wait for the next seal")
