"""Reminders of group sessions: the day before, by mail, without content, once each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, MembershipState, Person, PersonState
from lms.attendance.models import GroupSession, SessionState, SessionTrainer
from lms.kernel.text import _
from lms.learning.models import Enrolment, EnrolmentState
from lms.learning.queries.pace import in_pause
from lms.organisations.models import Organisation
from lms.outbox.operations import Mail, post_once

NOT_BEFORE = time(8)
"""On the clock of the session: nobody is written to at night."""


def sessions_to_remind(session: Session, *, now: datetime) -> Sequence[int]:
    """Sessions that take place tomorrow where they are held; one statement."""
    rows = session.execute(
        select(GroupSession.id, GroupSession.first_at, Organisation.time_zone)
        .join(Organisation, Organisation.id == GroupSession.organisation_id)
        .where(
            GroupSession.state == SessionState.PLANNED,
            GroupSession.first_at > now,
            GroupSession.first_at < now + timedelta(days=2),
        )
        .order_by(GroupSession.first_at, GroupSession.id)
    )
    return [row.id for row in rows if _is_eve(row.first_at, now, row.time_zone)]


def remind_people(session: Session, group_session_id: int, *, now: datetime) -> int:
    """Write to who is expected and to who leads, but for people who pause; how many letters."""
    held = session.get_one(GroupSession, group_session_id)
    zone = session.get_one(Organisation, held.organisation_id).time_zone
    if held.state is not SessionState.PLANNED or not _is_eve(held.first_at, now, zone):
        return 0
    day = _day(held.first_at, zone)
    people = session.scalars(_people(held, _day(now, zone), day))
    return sum(_remind(session, held, person, day, now) for person in people)


def _people(held: GroupSession, today: date, day: date) -> Select[Person]:
    expected = (
        select(Enrolment.person_id)
        .join(Membership, Membership.id == Enrolment.membership_id)
        .where(
            Enrolment.cohort_id == held.cohort_id,
            Enrolment.state == EnrolmentState.ACTIVE,
            Membership.state == MembershipState.ACTIVE,
            ~in_pause(today),
            ~in_pause(day),
        )
    )
    leading = select(SessionTrainer.person_id).where(SessionTrainer.group_session_id == held.id)
    return (
        select(Person)
        .where(
            or_(Person.id.in_(expected), Person.id.in_(leading)),
            Person.state == PersonState.ACTIVE,
        )
        .order_by(Person.id)
    )


def _remind(session: Session, held: GroupSession, person: Person, day: date, now: datetime) -> bool:
    mail = Mail(
        to_address=person.email,
        locale=person.locale,
        subject=_("Something is in your calendar tomorrow"),
        lines=(_("Sign in to read it. This message contains nothing else."),),
        link=f"/group-sessions/{held.public_id}",
    )
    # The day is part of it: a session that is moved is told again.
    message_id = f"{held.public_id}.remind-{day.isoformat()}.{person.public_id}"
    return post_once(session, mail, now=now, message_id=message_id)


def _is_eve(first_at: datetime, now: datetime, zone: str) -> bool:
    local = now.astimezone(ZoneInfo(zone))
    return local.time() >= NOT_BEFORE and _day(first_at, zone) == local.date() + timedelta(days=1)


def _day(when: datetime, zone: str) -> date:
    return when.astimezone(ZoneInfo(zone)).date()
