"""What a supervisor's day needs beside the lists that supervision lends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.kernel.base import Id
from lms.supervision.models import Agreement, Participation, Standing, SupervisionSession

FIRST = 4


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A record that the supervisor signed and its trainee has not answered yet."""

    public_id: str
    name: str
    held_on: date
    minutes: int
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Answers:
    """The oldest records without an answer, and how many there are."""

    rows: tuple[Unanswered, ...]
    total: int


def answers_awaited(session: Session, supervisor_id: int) -> Answers:
    """Signed records that wait for the other person, the oldest first; one statement."""
    rows = session.execute(_AWAITED, {"supervisor": supervisor_id}).all()
    return Answers(tuple(Unanswered(*row[:5]) for row in rows), rows[0][5] if rows else 0)


# Put together once: that takes longer than to ask it. By the agreements: their records in this
# state, not all sessions that were ever held.
_AWAITED = (
    select(
        Participation.public_id,
        Person.screen_name,
        SupervisionSession.held_on,
        Participation.minutes,
        Participation.signed_at,
        func.count().over(),
    )
    .join(SupervisionSession, SupervisionSession.id == Participation.session_id)
    .join(Agreement, Agreement.id == Participation.agreement_id)
    .join(Person, Person.id == Participation.trainee_id)
    .where(
        Agreement.supervisor_id == bindparam("supervisor", type_=Id),
        Participation.standing == Standing.SIGNED,
        Participation.revised_at.is_(None),
    )
    .order_by(SupervisionSession.held_on, Participation.id)
    .limit(FIRST)
)
