"""What waits for a person: records to sign or answer, agreements to accept or decline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Integer,
    Row,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.kernel.base import Id, Instant
from lms.supervision.models import (
    Agreement,
    AgreementState,
    Participation,
    Standing,
    SupervisionSession,
)
from lms.supervision.queries.pages import Asked

FIRST = 5
PERSON = bindparam("person", type_=Id)
Both = CompoundSelect[*tuple[Any, ...]]
RECORD, AGREEMENT = "record", "agreement"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRecord:
    """A record that waits for this person's signature or answer."""

    public_id: str
    name: str
    """The person on the other side."""
    held_on: date
    minutes: int
    signed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingAgreement:
    """A proposed agreement that waits for this person's answer."""

    public_id: str
    name: str
    starts_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """The first 5 of each kind, oldest first, and how many there are."""

    records: tuple[WaitingRecord, ...] = ()
    records_total: int = 0
    agreements: tuple[WaitingAgreement, ...] = ()
    agreements_total: int = 0

    @property
    def total(self) -> int:
        """Everything that waits."""
        return self.records_total + self.agreements_total


def to_do_for_trainee(session: Session, trainee_id: int) -> ToDo:
    """Records that the supervisor signed, and agreements to answer; 1 statement."""
    return _to_do(session.execute(_OF_TRAINEE, {"person": trainee_id}).all())


def to_do_for_supervisor(session: Session, supervisor_id: int) -> ToDo:
    """Records to sign, and agreements to answer; 1 statement."""
    return _to_do(session.execute(_OF_SUPERVISOR, {"person": supervisor_id}).all())


def _of_trainee() -> Both:
    records = _records(Person.id == SupervisionSession.supervisor_id).where(
        Participation.trainee_id == PERSON, Participation.standing == Standing.SIGNED
    )
    agreements = _agreements(Person.id == Agreement.supervisor_id).where(
        Agreement.trainee_id == PERSON, Agreement.trainee_accepted_at.is_(None)
    )
    return _both(records, agreements)


def _of_supervisor() -> Both:
    # By the agreements: their records in this state, not all sessions that were ever held.
    records = (
        _records(Person.id == Participation.trainee_id)
        .join(Agreement, Agreement.id == Participation.agreement_id)
        .where(Agreement.supervisor_id == PERSON, Participation.standing == Standing.LOGGED)
    )
    agreements = _agreements(Person.id == Agreement.trainee_id).where(
        Agreement.supervisor_id == PERSON, Agreement.supervisor_accepted_at.is_(None)
    )
    return _both(records, agreements)


def _records(other_side: Any) -> Asked:
    return (
        select(
            literal(RECORD).label("kind"),
            Participation.public_id.label("public_id"),
            Person.screen_name.label("name"),
            SupervisionSession.held_on.label("day"),
            Participation.minutes.label("minutes"),
            Participation.signed_at.label("signed_at"),
            func.count().over().label("total"),
        )
        .select_from(Participation)
        .join(SupervisionSession, SupervisionSession.id == Participation.session_id)
        .join(Person, other_side)
        .where(Participation.revised_at.is_(None))
        .order_by(SupervisionSession.held_on, Participation.id)
        .limit(FIRST)
    )


def _agreements(other_side: Any) -> Asked:
    return (
        select(
            literal(AGREEMENT).label("kind"),
            Agreement.public_id.label("public_id"),
            Person.screen_name.label("name"),
            Agreement.starts_on.label("day"),
            cast(null(), Integer).label("minutes"),
            cast(null(), Instant).label("signed_at"),
            func.count().over().label("total"),
        )
        .select_from(Agreement)
        .join(Person, other_side)
        .where(Agreement.state == AgreementState.PROPOSED)
        .order_by(Agreement.id)
        .limit(FIRST)
    )


def _both(records: Asked, agreements: Asked) -> Both:
    return union_all(select(records.subquery()), select(agreements.subquery()))


def _to_do(found: Sequence[Row[Any]]) -> ToDo:
    signed = [row for row in found if row.kind == RECORD]
    proposed = [row for row in found if row.kind == AGREEMENT]
    return ToDo(
        records=tuple(
            WaitingRecord(
                public_id=row.public_id,
                name=row.name,
                held_on=row.day,
                minutes=row.minutes,
                signed_at=row.signed_at,
            )
            for row in signed
        ),
        records_total=signed[0].total if signed else 0,
        agreements=tuple(
            WaitingAgreement(public_id=row.public_id, name=row.name, starts_on=row.day)
            for row in proposed
        ),
        agreements_total=proposed[0].total if proposed else 0,
    )


# Put together once: that takes longer than to ask them.
_OF_TRAINEE = _of_trainee()
_OF_SUPERVISOR = _of_supervisor()
