"""What is written around a record: its texts, opened for who may read them, and its group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.kernel.keys import Keys
from lms.supervision.models import Participation, SessionKind, SessionText, Standing, TextKind
from lms.supervision.queries.records import Record
from lms.supervision.rules.texts import OF_ONE_VERSION, readable
from lms.vault.operations import open_sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A text as its reader sees it; version 0 when nothing was written yet."""

    words: str = ""
    version: int = 0
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """Another person of the same group session, shown to the supervisor only."""

    public_id: str
    name: str
    standing: Standing


NOTHING = Words()


def texts_of(session: Session, keys: Keys, record: Record) -> dict[TextKind, Words]:
    """Every text that this side may read, opened; a kind not written yet is `NOTHING`.

    Answers and reasons belong to one version, the other texts to the session, whatever its facts.
    """
    kinds = readable(record.side, shared=record.shared_at is not None)
    own = (SessionText.participation_id == record.id) & SessionText.kind.in_(OF_ONE_VERSION)
    common = (SessionText.participation_id == record.home_id) & SessionText.kind.not_in(
        OF_ONE_VERSION
    )
    rows = session.execute(
        select(
            SessionText.kind,
            SessionText.public_id,
            SessionText.sealed,
            SessionText.version,
            SessionText.updated_at,
        ).where(or_(own, common), SessionText.kind.in_(kinds))
    )
    found = {
        row.kind: Words(
            words=open_sealed(session, keys, record.place(row.kind, row.public_id), row.sealed),
            version=row.version,
            updated_at=row.updated_at,
        )
        for row in rows.all()
    }
    return {kind: found.get(kind, NOTHING) for kind in kinds}


def companions_of(session: Session, record: Record) -> tuple[Companion, ...]:
    """The other people of a group session, for its supervisor; nobody for a trainee."""
    if not record.mine or record.kind is SessionKind.INDIVIDUAL:
        return ()
    rows = session.execute(
        select(Participation.public_id, Person.screen_name, Participation.standing)
        .join(Person, Person.id == Participation.trainee_id)
        .where(
            Participation.session_id == record.session_id,
            Participation.id != record.id,
            Participation.revised_at.is_(None),
        )
        .order_by(Person.family_name, Person.given_name, Person.id)
    )
    return tuple(Companion(public_id=r[0], name=r[1], standing=r[2]) for r in rows)
