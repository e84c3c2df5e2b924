"""Noting that somebody read a page about somebody else: once a day is enough to be told."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from lms.journal.operations.entries import record
from lms.journal.queries.readings import is_noted
from lms.kernel.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read: `action` is "room.read_…", `about` the person it tells of."""

    action: str
    about: int
    subject: tuple[str, str | int]
    organisation_id: int


def note_reading(
    seen: Session,
    apart: Callable[[], AbstractContextManager[Session]],
    reading: Reading,
    actor: Actor,
    *,
    now: datetime,
) -> None:
    """Journal a reading, the first of the actor's day only; one's own pages are not noted.

    `seen` is the session that reads the page: a page opened again writes nothing. `apart` opens
    the small transaction that writes; when it cannot, the page is not shown either.
    """
    if reading.about == actor.person_id:
        return
    what, about = reading.subject, reading.about
    since = _midnight(now, actor.time_zone)
    if is_noted(
        seen, reading.action, actor_id=actor.person_id, about=about, subject=what, since=since
    ):
        return
    with apart() as session:
        record(
            session,
            reading.action,
            now=now,
            actor_id=actor.person_id,
            subject=what,
            about=about,
            organisation_id=reading.organisation_id,
            role=str(actor.role or ""),
        )


def _midnight(now: datetime, zone: str) -> datetime:
    return now.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
