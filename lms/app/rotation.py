"""`lms keys`: rotating the root key and people's keys, online, in any number of runs.

Each step is a transaction of its own; a run that was killed is simply begun again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from lms.accounts.models import Person
from lms.app.sealed import SEALED_COLUMNS
from lms.vault.operations.rotate_person import begin_rotation, finish_rotation
from lms.vault.operations.rotate_root import put_in_charge, wrap_again
from lms.vault.queries import being_rotated, check_values, left_to_wrap, people_with_keys
from lms.web.database import db
from lms.web.page import keys, now


@click.group("keys")
def keyring() -> None:
    """The root key and people's keys: rotate them while the pages are served."""


@keyring.command("rotate")
@with_appcontext
def rotate_root() -> None:
    """Wrap every key under the root key of SILLAGE_ROOT_KEY_FILE.

    Before: a new key there, the old one in SILLAGE_PREVIOUS_ROOT_KEY_FILE, pages and worker
    restarted. May be stopped and run again at any moment.
    """
    with db.writing() as session:
        put_in_charge(session, keys(), now=now())
    with db.reading() as session:
        left = left_to_wrap(session, check_values(keys())[0])
    if not left:
        click.echo("every key is wrapped under this root key: nothing to do")
        return
    for done in _wrapped():
        click.echo(f"{min(done, left)} of {left} keys wrapped again")
    click.echo("done: take SILLAGE_PREVIOUS_ROOT_KEY_FILE away and restart pages and worker")


@keyring.command("rotate-people")
@click.argument("people", nargs=-1, metavar="[PERSON]…")
@click.option("--all", "everybody", is_flag=True, help="Everybody who has a key.")
@with_appcontext
def rotate_people(people: tuple[str, ...], everybody: bool) -> None:
    """Give people (by public id) a new key and seal their texts again under it.

    Without a name: finish what an earlier run began.
    """
    wanted = _everybody() if everybody else _named(people)
    done, broken = _rotated(wanted)
    click.echo(f"{done} keys rotated")
    if broken:
        raise click.ClickException(
            f"{broken} texts open under no key of theirs; their old keys are kept"
        )


def _wrapped() -> Iterator[int]:
    """How many keys were wrapped so far, after each step."""
    done = 0
    while True:
        with db.writing() as session:
            step = wrap_again(session, keys())
        if not step:
            return
        done += step
        yield done


def _named(people: tuple[str, ...]) -> list[int]:
    with db.reading() as session:
        if not people:
            return being_rotated(session)
        found = session.scalars(select(Person.id).where(Person.public_id.in_(people))).all()
    if len(found) < len(set(people)):
        raise click.ClickException("one of these people is not there; nothing was done")
    return list(found)


def _everybody() -> Iterator[int]:
    last = 0
    while True:
        with db.reading() as session:
            some = people_with_keys(session, after=last)
        if not some:
            return
        yield from some
        last = some[-1]


def _rotated(people: Iterable[int]) -> tuple[int, int]:
    """How many keys were rotated, and how many texts opened under none."""
    done = broken = 0
    for person_id in people:
        with db.writing() as session:
            begin_rotation(session, keys(), person_id, now=now())
        with db.writing() as session:
            closed = finish_rotation(session, keys(), person_id, SEALED_COLUMNS)
        broken += closed
        done += not closed
    return done, broken
