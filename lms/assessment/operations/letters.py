"""Neutral mails about work: that something waits, never what, of whom or how it was found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Person, PersonState
from lms.assessment.models import Work
from lms.kernel.actor import Role
from lms.kernel.text import _
from lms.learning.models import Exemption
from lms.learning.queries.cohorts import StaffRow
from lms.outbox.operations import Mail, post

SUBJECT = _("A document is waiting for you")
NOTHING_ELSE = _("Sign in to read it. This message contains nothing else.")


def tell_staff(session: Session, work: Work, staff: Sequence[StaffRow], *, now: datetime) -> None:
    """Write to the tutors, or to the trainers where there is no tutor."""
    tutors = {one.person_id for one in staff if one.role is Role.TUTOR}
    _tell(
        session,
        tutors or {one.person_id for one in staff},
        link=f"/tutoring/work/{work.public_id}",
        message_id=f"{work.public_id}.in",
        now=now,
    )


def tell_person(session: Session, work: Work, *, link: str, now: datetime) -> None:
    """Write to the person whose work was answered."""
    _tell(session, {work.person_id}, link=link, message_id=f"{work.public_id}.out", now=now)


def tell_exempted(session: Session, made: Exemption, *, act: str, now: datetime) -> None:
    """Write to the person who is exempted, or no longer is."""
    _tell(
        session,
        {made.person_id},
        link="/exemptions",
        message_id=f"{made.public_id}.{act}",
        now=now,
    )


def _tell(
    session: Session, person_ids: set[int], *, link: str, message_id: str, now: datetime
) -> None:
    people = select(Person.id, Person.email, Person.locale).where(
        Person.id.in_(person_ids), Person.state == PersonState.ACTIVE
    )
    for person in session.execute(people):
        mail = Mail(
            to_address=person.email,
            locale=person.locale,
            subject=SUBJECT,
            lines=(_("A document was left for you on Sillage."), NOTHING_ELSE),
            link=link,
        )
        # Two retries of one act write one letter: the id comes from the work.
        post(session, mail, now=now, message_id=f"{message_id}.{person.id}")
