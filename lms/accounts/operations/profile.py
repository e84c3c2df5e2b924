"""Names and display, as the person wants them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, Person
from lms.accounts.rules import sort_name
from lms.journal.operations import record


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeNames:
    """The given name may be empty; the name to print goes on documents issued from now on."""

    given_name: str
    family_name: str
    screen_name: str
    printed_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDisplay:
    """Language, theme ("" follows the device), size of the text ("" is the ordinary one), and
    whether easy-to-read texts are shown where there are some.
    """

    locale: str
    theme: str
    text_size: str
    easy_reading: bool


def change_names(session: Session, person_id: int, order: ChangeNames, *, now: datetime) -> None:
    """Rewrite the names, and the folded one that rosters sort by."""
    session.execute(
        update(Person)
        .where(Person.id == person_id)
        .values(
            given_name=order.given_name,
            family_name=order.family_name,
            screen_name=order.screen_name,
            printed_name=order.printed_name,
        )
    )
    session.execute(
        update(Membership)
        .where(Membership.person_id == person_id)
        .values(sort_name=sort_name(order.given_name, order.family_name))
    )
    _journal(session, "accounts.change_names", person_id, now)


def change_display(
    session: Session, person_id: int, order: ChangeDisplay, *, now: datetime
) -> None:
    """Keep how the person wants to read."""
    session.execute(
        update(Person)
        .where(Person.id == person_id)
        .values(
            locale=order.locale,
            theme=order.theme,
            text_size=order.text_size,
            easy_reading=order.easy_reading,
        )
    )
    _journal(session, "accounts.change_display", person_id, now)


def choose_easy_reading(session: Session, person_id: int, easy: bool, *, now: datetime) -> None:
    """Show easy-to-read texts from now on, or no longer; choosing the same again does nothing."""
    changed = (
        update(Person)
        .where(Person.id == person_id, Person.easy_reading.is_not(easy))
        .values(easy_reading=easy)
        .returning(Person.id)
    )
    if session.scalar(changed) is not None:
        _journal(session, "accounts.change_display", person_id, now)


def _journal(session: Session, action: str, person_id: int, now: datetime) -> None:
    record(
        session,
        action,
        now=now,
        actor_id=person_id,
        subject=("person", person_id),
        about=person_id,
    )
