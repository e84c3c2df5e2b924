"""One participation for one of its two sides, and its texts, opened for who may read them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, false, or_, select
from sqlalchemy.orm import Session, aliased

from lms.accounts.models import Membership, MembershipState, Person
from lms.kernel.actor import Actor, Role
from lms.kernel.keys import Keys
from lms.kernel.refusals import NotThere
from lms.organisations.models import Organisation
from lms.supervision.models import (
    Agreement,
    Participation,
    SessionKind,
    SessionMode,
    SessionText,
    Standing,
    SupervisionSession,
    TextKind,
)
from lms.supervision.rules.signing import Facts
from lms.supervision.rules.texts import purge_day, readable
from lms.vault.operations import open_sealed
from lms.vault.rules import Place


@dataclass(frozen=True, slots=True)
class Party:
    """One of the two people of a record; its fields are the columns of `_party_columns`."""

    id: int
    public_id: str
    name: str
    email: str
    locale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One person's part in a session, seen from one side (supervisor or trainee)."""

    id: int
    public_id: str
    session_id: int
    session_public_id: str
    organisation_id: int
    organisation: str
    side: Role
    held_on: date
    minutes: int
    kind: SessionKind
    mode: SessionMode
    standing: Standing
    logged_at: datetime
    signed_at: datetime | None
    answered_at: datetime | None
    shared_at: datetime | None
    opened_at: datetime | None
    withdrawn_at: datetime | None
    purge_on: date
    supervisor: Party
    trainee: Party

    @property
    def mine(self) -> bool:
        """Whether the reader is the supervisor, who writes the record."""
        return self.side is Role.SUPERVISOR

    @property
    def other(self) -> Party:
        """The person on the other side."""
        return self.trainee if self.mine else self.supervisor

    @property
    def reader(self) -> Party:
        """The person on this side."""
        return self.supervisor if self.mine else self.trainee

    @property
    def facts(self) -> Facts:
        """What is signed."""
        return Facts(
            session=self.session_public_id,
            participation=self.public_id,
            held_on=self.held_on,
            minutes=self.minutes,
            kind=self.kind,
            supervisor=self.supervisor.public_id,
            trainee=self.trainee.public_id,
        )

    def place(self, kind: TextKind, text_public_id: str) -> Place:
        """Where a text is sealed: the aide-mémoire under its author's key, else the trainee's."""
        owner = self.supervisor if kind is TextKind.PRIVATE else self.trainee
        return Place("session_texts", text_public_id, "sealed", owner.id, self.organisation_id)


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
PARTY_COLUMNS = len(fields(Party))


def record_for(session: Session, public_id: str, actor: Actor, *, lock: bool = False) -> Record:
    """The record for the actor's side; `NotThere` for everybody else, whatever the reason.

    `lock` keeps its rows until the transaction ends, so that what is read is what is signed.
    """
    supervisor, trainee = aliased(Person), aliased(Person)
    asked = _chosen(supervisor, trainee).where(
        Participation.public_id == public_id, _within_reach(actor)
    )
    if lock:
        asked = asked.with_for_update(of=[Participation, SupervisionSession])
    # Rows read earlier in this session may be older than the lock.
    row = session.execute(asked, execution_options={"populate_existing": True}).one_or_none()
    if row is None:
        raise NotThere
    mine = row[0].trainee_id != actor.person_id
    return _record(row, Role.SUPERVISOR if mine else Role.TRAINEE)


def texts_of(session: Session, keys: Keys, record: Record) -> dict[TextKind, Words]:
    """Every text that this side may read, opened; a kind not written yet is `NOTHING`."""
    kinds = readable(record.side, shared=record.shared_at is not None)
    rows = session.execute(
        select(
            SessionText.kind,
            SessionText.public_id,
            SessionText.sealed,
            SessionText.version,
            SessionText.updated_at,
        ).where(SessionText.participation_id == record.id, SessionText.kind.in_(kinds))
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
        )
        .order_by(Person.family_name, Person.given_name, Person.id)
    )
    return tuple(Companion(public_id=r[0], name=r[1], standing=r[2]) for r in rows)


def _within_reach(actor: Actor) -> ColumnElement[bool]:
    """One's own part as trainee, kept for good; as supervisor, while the membership lasts.

    Told by the people and not by the hat worn, so that the link of a mail works for somebody who
    supervises here and trains there; but nobody reads a record as a manager.
    """
    if actor.role is Role.MANAGER:
        return false()
    supervises = and_(
        Agreement.supervisor_id == actor.person_id, Membership.state == MembershipState.ACTIVE
    )
    return or_(Participation.trainee_id == actor.person_id, supervises)


def _chosen(
    supervisor: type[Person], trainee: type[Person]
) -> Select[Participation, SupervisionSession, date | None, str, *tuple[Any, ...]]:
    return (
        select(Participation, SupervisionSession, Agreement.ends_on, Organisation.name)
        .add_columns(*_party_columns(supervisor), *_party_columns(trainee))
        .join(SupervisionSession, SupervisionSession.id == Participation.session_id)
        .join(Agreement, Agreement.id == Participation.agreement_id)
        .join(Organisation, Organisation.id == Participation.organisation_id)
        .join(Membership, Membership.id == Agreement.supervisor_membership_id)
        .join(supervisor, supervisor.id == Agreement.supervisor_id)
        .join(trainee, trainee.id == Participation.trainee_id)
    )


def _record(
    row: Row[Participation, SupervisionSession, date | None, str, *tuple[Any, ...]], side: Role
) -> Record:
    part, held, ends_on, organisation, *people = row
    return Record(
        id=part.id,
        public_id=part.public_id,
        session_id=held.id,
        session_public_id=held.public_id,
        organisation_id=part.organisation_id,
        organisation=organisation,
        side=side,
        held_on=held.held_on,
        minutes=part.minutes,
        kind=held.kind,
        mode=held.mode,
        standing=part.standing,
        logged_at=held.logged_at,
        signed_at=part.signed_at,
        answered_at=part.answered_at,
        shared_at=part.shared_at,
        opened_at=part.opened_at,
        withdrawn_at=part.withdrawn_at,
        purge_on=purge_day(held.held_on, ends_on),
        supervisor=Party(*people[:PARTY_COLUMNS]),
        trainee=Party(*people[PARTY_COLUMNS:]),
    )


def _party_columns(person: type[Person]) -> tuple[ColumnElement[Any], ...]:
    columns = (person.id, person.public_id, person.screen_name, person.email, person.locale)
    return tuple(column.expression for column in columns)
