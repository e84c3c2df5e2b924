"""Neutral mails about group sessions: that something has changed, never what or where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from lms.accounts.models import Person, PersonState
from lms.attendance.models import GroupSession, SessionTrainer
from lms.kernel.text import Text, _
from lms.learning.models import Enrolment, EnrolmentState
from lms.outbox.operations import Mail, post


@dataclass(frozen=True, slots=True)
class SessionLetter:
    """One reason to write to the people of a session."""

    held: GroupSession
    act: str
    line: Text


def tell_people(session: Session, letter: SessionLetter, *, but: int, now: datetime) -> None:
    """Write to the people of the cohort and to who leads, but for whoever did it."""
    held = letter.held
    members = select(Enrolment.person_id).where(
        Enrolment.cohort_id == held.cohort_id, Enrolment.state == EnrolmentState.ACTIVE
    )
    leading = select(SessionTrainer.person_id).where(SessionTrainer.group_session_id == held.id)
    people = session.scalars(
        select(Person).where(
            Person.id.in_(union(members, leading)),
            Person.id != but,
            Person.state == PersonState.ACTIVE,
        )
    )
    for person in people:
        tell(session, letter, person, now=now)


def tell(session: Session, letter: SessionLetter, person: Person, *, now: datetime) -> None:
    """One letter, once for each act."""
    mail = Mail(
        to_address=person.email,
        locale=person.locale,
        subject=_("Your calendar has changed"),
        lines=(letter.line, _("Sign in to read it. This message contains nothing else.")),
        link=f"/group-sessions/{letter.held.public_id}",
    )
    message_id = f"{letter.held.public_id}.{letter.act}.{person.public_id}"
    post(session, mail, now=now, message_id=message_id)
