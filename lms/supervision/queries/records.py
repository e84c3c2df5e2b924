"""One participation for one of its two sides, with what it replaces."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, false, or_, select
from sqlalchemy.orm import Session, aliased

from lms.accounts.models import Membership, MembershipState, Person
from lms.kernel.actor import Actor, Role
from lms.kernel.refusals import NotThere
from lms.organisations.models import Organisation
from lms.retention.queries import days_kept
from lms.supervision.models import (
    Agreement,
    Participation,
    RevisionReason,
    SessionKind,
    SessionMode,
    Standing,
    SupervisionSession,
    TextKind,
)
from lms.supervision.queries.pages import Asked
from lms.supervision.rules.signing import Facts
from lms.supervision.rules.texts import purge_day
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
class Replaced:
    """The version that a revision sets right."""

    public_id: str
    held_on: date
    minutes: int
    kind: SessionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One person's part in a session, seen from one side (supervisor or trainee)."""

    id: int
    public_id: str
    session_id: int
    session_public_id: str
    agreement_id: int
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
    revised_at: datetime | None
    revised_for: RevisionReason | None
    replaced: Replaced | None
    home_id: int
    """The id of the first version, which holds the texts of all of them."""
    first_logged_at: datetime
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
    def revision(self) -> bool:
        """Whether it sets an earlier version right."""
        return self.replaced is not None

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
            replaces=self.replaced.public_id if self.replaced else None,
        )

    def place(self, kind: TextKind, text_public_id: str) -> Place:
        """Where a text is sealed: the aide-mémoire under its author's key, else the trainee's."""
        owner = self.supervisor if kind is TextKind.PRIVATE else self.trainee
        return Place("session_texts", text_public_id, "sealed", owner.id, self.organisation_id)


PARTY_COLUMNS = len(fields(Party))
Before = aliased(Participation, name="before")
HeldBefore = aliased(SupervisionSession, name="held_before")
First = aliased(Participation, name="first")
HeldFirst = aliased(SupervisionSession, name="held_first")


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


def _within_reach(actor: Actor) -> ColumnElement[bool]:
    """One's own part as trainee, kept for good; as supervisor, while the membership lasts.

    Told by the people and not by the hat worn, so that the link of a mail works for somebody who
    supervises here and trains there; but nobody reads a record as a manager. A revision is its
    author's alone until it is signed.
    """
    if actor.role is Role.MANAGER:
        return false()
    supervises = and_(
        Agreement.supervisor_id == actor.person_id, Membership.state == MembershipState.ACTIVE
    )
    told = or_(Participation.revises_id.is_(None), Participation.standing != Standing.LOGGED)
    return or_(and_(Participation.trainee_id == actor.person_id, told), supervises)


def _chosen(supervisor: type[Person], trainee: type[Person]) -> Asked:
    return (
        select(Participation, SupervisionSession, Agreement.ends_on, days_kept("aide_memoires"))
        .add_columns(Organisation.name)
        .add_columns(Before, HeldBefore, HeldFirst)
        .add_columns(*_party_columns(supervisor), *_party_columns(trainee))
        .join(SupervisionSession, SupervisionSession.id == Participation.session_id)
        .join(Agreement, Agreement.id == Participation.agreement_id)
        .join(Organisation, Organisation.id == Participation.organisation_id)
        .join(Membership, Membership.id == Agreement.supervisor_membership_id)
        .join(supervisor, supervisor.id == Agreement.supervisor_id)
        .join(trainee, trainee.id == Participation.trainee_id)
        .outerjoin(Before, Before.id == Participation.revises_id)
        .outerjoin(HeldBefore, HeldBefore.id == Before.session_id)
        .outerjoin(First, First.id == Participation.first_id)
        .outerjoin(HeldFirst, HeldFirst.id == First.session_id)
    )


def _record(row: Row[*tuple[Any, ...]], side: Role) -> Record:
    part, held, ends_on, days, organisation, before, held_before, held_first, *people = row
    first = held_first or held
    return Record(
        id=part.id,
        public_id=part.public_id,
        session_id=held.id,
        session_public_id=held.public_id,
        agreement_id=part.agreement_id,
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
        revised_at=part.revised_at,
        revised_for=part.revised_for,
        replaced=_replaced(before, held_before) if before else None,
        home_id=part.first_id or part.id,
        first_logged_at=first.logged_at,
        purge_on=purge_day(first.held_on, ends_on, days),
        supervisor=Party(*people[:PARTY_COLUMNS]),
        trainee=Party(*people[PARTY_COLUMNS:]),
    )


def _replaced(part: Participation, held: SupervisionSession) -> Replaced:
    return Replaced(
        public_id=part.public_id, held_on=held.held_on, minutes=part.minutes, kind=held.kind
    )


def _party_columns(person: type[Person]) -> tuple[ColumnElement[Any], ...]:
    columns = (person.id, person.public_id, person.screen_name, person.email, person.locale)
    return tuple(column.expression for column in columns)
