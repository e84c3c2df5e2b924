"""Reading a record, which is an act: it is journaled, and the first opening is remembered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from lms.kernel.actor import Actor
from lms.kernel.keys import Keys
from lms.supervision.models import Participation, TextKind
from lms.supervision.operations.journaling import journal_act
from lms.supervision.queries.records import Record, record_for
from lms.supervision.queries.texts import Companion, Words, companions_of, texts_of
from lms.supervision.queries.versions import Version, versions_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A record with the texts and the versions that its reader may read."""

    record: Record
    texts: dict[TextKind, Words]
    companions: tuple[Companion, ...]
    versions: tuple[Version, ...]


def read_record(
    session: Session, keys: Keys, public_id: str, actor: Actor, *, now: datetime
) -> Reading:
    """The record with its texts, read under its lock: withdrawn before means not opened."""
    record = record_for(session, public_id, actor, lock=True)
    if not record.mine:
        _remember_opening(session, record, now)
    journal_act(session, record, "supervision.read_record", now=now)
    return reading_of(session, keys, record)


def reading_of(session: Session, keys: Keys, record: Record) -> Reading:
    """The same for a page shown again after a refusal: its first reading was journaled."""
    return Reading(
        record=record,
        texts=texts_of(session, keys, record),
        companions=companions_of(session, record),
        versions=versions_of(session, record),
    )


def _remember_opening(session: Session, record: Record, now: datetime) -> None:
    session.execute(
        update(Participation)
        .where(
            Participation.id == record.id,
            Participation.shared_at.is_not(None),
            Participation.opened_at.is_(None),
        )
        .values(opened_at=now)
    )
