"""Who read or downloaded what about a person, from the journal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, aliased

from lms.accounts.models import Person
from lms.journal.models import JournalEntry
from lms.organisations.models import Organisation
from lms.privacy.rules.acts import READINGS, Told, reader

PAGE = 50
LONGEST_KEY = 18


@dataclass(frozen=True, slots=True)
class ReadingsPage:
    """A page of readings, newest first, and the key of the next one."""

    told: tuple[Told, ...]
    after: str | None


def readings_about(
    session: Session, person_id: int, *, zone: ZoneInfo, after: str = ""
) -> ReadingsPage:
    """What others read about the person, days in `zone`; the same on one day is told once.

    One statement, by the index on who it is about.
    """
    asked = (
        select(
            JournalEntry.id,
            JournalEntry.at,
            JournalEntry.action,
            JournalEntry.role,
            Person.screen_name,
            Organisation.name,
        )
        .outerjoin(Person, Person.id == JournalEntry.actor_id)
        .outerjoin(Organisation, Organisation.id == JournalEntry.organisation_id)
        .where(
            JournalEntry.about_person_id == person_id,
            JournalEntry.action.in_(READINGS),
            JournalEntry.actor_id != person_id,
        )
        .order_by(JournalEntry.at.desc(), JournalEntry.id.desc())
    )
    if after.isdecimal() and len(after) <= LONGEST_KEY:
        key = tuple_(JournalEntry.at, JournalEntry.id)
        asked = asked.where(key < _place(person_id, int(after)))
    rows = session.execute(asked.limit(PAGE + 1)).all()
    told = dict.fromkeys(
        Told(at.astimezone(zone).date(), reader(role, name, organisation), READINGS[action])
        for _id, at, action, role, name, organisation in rows[:PAGE]
    )
    return ReadingsPage(tuple(told), str(rows[PAGE - 1][0]) if len(rows) > PAGE else None)


def _place(person_id: int, entry_id: int) -> Any:
    """Where a page ended; of an entry about somebody else, nowhere."""
    last = aliased(JournalEntry)
    return (
        select(last.at, last.id)
        .where(last.id == entry_id, last.about_person_id == person_id)
        .scalar_subquery()
    )
