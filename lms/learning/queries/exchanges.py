"""The thread between a person in training and their tutors, opened for one of its sides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.kernel.actor import Role
from lms.kernel.base import Id
from lms.kernel.keys import Keys
from lms.learning.models import ContactKind, Side, TutorContact, TutorMessage
from lms.learning.queries.cohorts import StaffRow, staff_of
from lms.learning.queries.pace import Pace
from lms.learning.rules.tutoring import message_place
from lms.vault.operations import open_each

SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message as its reader sees it; `new` until its page was opened."""

    public_id: str
    side: Side
    author: str
    sent_at: datetime
    due_on: date | None
    answered_on: date | None
    new: bool
    words: str


@dataclass(frozen=True, slots=True)
class Thread:
    """Messages, the oldest of these first, and the key of the older ones."""

    messages: tuple[Message, ...]
    older: str | None

    @property
    def new(self) -> bool:
        """Whether something in it was not opened yet."""
        return any(message.new for message in self.messages)

    @property
    def waiting(self) -> tuple[Message, ...]:
        """What the person wrote and nobody answered yet."""
        return tuple(
            one for one in self.messages if one.side is Side.TRAINEE and one.answered_on is None
        )


@dataclass(frozen=True, slots=True)
class Contact:
    """That a tutor did something towards the person, and when."""

    kind: ContactKind
    name: str
    made_on: date
    asked_on: date | None


def thread_of(
    session: Session, keys: Keys, training: Pace, *, reader: Side, before: str = ""
) -> Thread:
    """The last messages, or those before that one; two statements."""
    values = {"enrolment": training.enrolment_id, "before": before}
    rows = session.execute(_BEFORE if before else _LAST, values).all()
    shown = rows[:SHOWN]
    words = open_each(
        session,
        keys,
        training.person_id,
        [
            (message_place(row.public_id, training.person_id, training.organisation_id), row.sealed)
            for row in shown
        ],
    )
    messages = [
        Message(
            public_id=row.public_id,
            side=row.side,
            author=row.screen_name,
            sent_at=row.sent_at,
            due_on=row.due_on,
            answered_on=row.answered_on,
            new=row.opened_at is None and row.side is not reader,
            words=opened,
        )
        for row, opened in zip(shown, words, strict=True)
    ]
    return Thread(tuple(reversed(messages)), shown[-1].public_id if len(rows) > SHOWN else None)


def tutors_of(session: Session, enrolment_id: int) -> tuple[StaffRow, ...]:
    """Who answers this person today, by name; one statement."""
    return tuple(row for row in staff_of(session, enrolment_id) if row.role is Role.TUTOR)


def unread_from_tutors(session: Session, enrolment_id: int) -> int:
    """How many messages the person has not opened yet; one statement."""
    return session.execute(_UNREAD, {"enrolment": enrolment_id}).scalar_one()


def contacts_of(session: Session, enrolment_id: int) -> tuple[Contact, ...]:
    """The last things that tutors did towards the person, the newest first; one statement."""
    rows = session.execute(_CONTACTS, {"enrolment": enrolment_id})
    return tuple(Contact(*row) for row in rows)


def _thread() -> Select[*tuple[Any, ...]]:
    return (
        select(
            TutorMessage.public_id,
            TutorMessage.side,
            Person.screen_name,
            TutorMessage.sealed,
            TutorMessage.sent_at,
            TutorMessage.due_on,
            TutorMessage.answered_on,
            TutorMessage.opened_at,
        )
        .join(Person, Person.id == TutorMessage.author_id)
        .where(TutorMessage.enrolment_id == ENROLMENT)
        .order_by(TutorMessage.id.desc())
        .limit(SHOWN + 1)
    )


ENROLMENT = bindparam("enrolment", type_=Id)
_PLACE = (
    select(TutorMessage.id)
    .where(TutorMessage.public_id == bindparam("before"), TutorMessage.enrolment_id == ENROLMENT)
    .scalar_subquery()
)
# Put together once: that takes longer than to ask them.
_LAST = _thread()
_BEFORE = _thread().where(TutorMessage.id < _PLACE)
_UNREAD = select(func.count(TutorMessage.id)).where(
    TutorMessage.enrolment_id == ENROLMENT,
    TutorMessage.side == Side.TUTOR,
    TutorMessage.opened_at.is_(None),
)
_CONTACTS = (
    select(TutorContact.kind, Person.screen_name, TutorContact.made_on, TutorContact.asked_on)
    .join(Person, Person.id == TutorContact.tutor_id)
    .where(TutorContact.enrolment_id == ENROLMENT)
    .order_by(TutorContact.made_on.desc(), TutorContact.id.desc())
    .limit(SHOWN)
)
