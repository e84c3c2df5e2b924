"""Continuing a training with another organisation: it begins there and ends here, in one act."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, MembershipState, Person, PersonState
from lms.journal.operations import record
from lms.kernel.actor import Role
from lms.kernel.text import Text, _
from lms.learning.models import DeadlineMove, Enrolment, EnrolmentState, Pause
from lms.learning.operations.enrolments import end_enrolment, enrol
from lms.learning.operations.joining import Joining, join_cohort
from lms.learning.operations.reviews import refuse_unreviewed
from lms.organisations.models import Organisation
from lms.outbox.operations import Mail, post

MOST_LETTERS = 20


def continue_in_cohort(
    session: Session,
    former_id: int,
    cohort_id: int,
    role: Membership,
    how: Joining,
    *,
    message_id: str,
) -> None:
    """Go on in the cohort of another organisation, on the same version and at the same pace.

    Steps belong to the person, so they count there. Where the former training has ended
    meanwhile, the person joins as anybody does.
    """
    former = session.scalars(
        select(Enrolment).where(Enrolment.id == former_id).with_for_update()
    ).one()
    if former.state is EnrolmentState.ENDED:
        join_cohort(session, cohort_id, role, how)
        return
    version, there = former.version_id, role.organisation_id
    refuse_unreviewed(session, organisation_id=there, version_id=version)
    enrol(
        session,
        membership=role,
        version_id=version,
        today=how.today,
        now=how.now,
        public_id=how.public_id,
        by=how.by,
    )
    made = join_cohort(session, cohort_id, role, how)
    _take_pace_along(session, former, made, how)
    end_enrolment(session, former, by=former.person_id, on=how.today, now=how.now)
    record(
        session,
        "learning.change_organisation",
        now=how.now,
        actor_id=how.by,
        subject=("enrolment", made.public_id),
        about=made.person_id,
        organisation_id=there,
    )
    _tell_both(session, former, made, now=how.now, message_id=message_id)


def _take_pace_along(session: Session, former: Enrolment, made: Enrolment, how: Joining) -> None:
    """More time that was taken or given, and the pause that holds, from today on."""
    moves = select(DeadlineMove).where(DeadlineMove.enrolment_id == former.id)
    if session.scalar(select(DeadlineMove.id).where(DeadlineMove.enrolment_id == made.id).limit(1)):
        return
    for move in session.scalars(moves).all():
        session.add(
            DeadlineMove(
                enrolment_id=made.id,
                kind=move.kind,
                percent=move.percent,
                days=move.days,
                given_on=move.given_on,
                given_by=move.given_by,
            )
        )
    pause = session.scalars(
        select(Pause).where(
            Pause.enrolment_id == former.id,
            Pause.is_open,
            Pause.returns_on.is_(None) | (Pause.returns_on > how.today),
        )
    ).one_or_none()
    if pause is not None:
        session.add(
            Pause(
                enrolment_id=made.id,
                begins_on=how.today,
                returns_on=pause.returns_on,
                is_open=True,
            )
        )
    session.flush()


def _tell_both(
    session: Session, former: Enrolment, made: Enrolment, *, now: datetime, message_id: str
) -> None:
    """A letter to the managers of each: the fact and where to read it, no name and no reason."""
    left = _("Somebody goes on with another organisation from today. What was done with you stays.")
    came = _("Somebody goes on with you from today, coming from another organisation.")
    _tell(session, former, left, now=now, message_id=f"{message_id}-left")
    _tell(session, made, came, now=now, message_id=f"{message_id}-came")


def _tell(
    session: Session, enrolment: Enrolment, line: Text, *, now: datetime, message_id: str
) -> None:
    place = session.get_one(Organisation, enrolment.organisation_id)
    member = session.get_one(Membership, enrolment.membership_id)
    managers = session.execute(
        select(Person.email, Person.locale)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.organisation_id == place.id,
            Membership.role == Role.MANAGER,
            Membership.state == MembershipState.ACTIVE,
            Person.state == PersonState.ACTIVE,
        )
        .order_by(Membership.id)
        .limit(MOST_LETTERS)
    )
    for number, manager in enumerate(managers.all()):
        mail = Mail(
            to_address=manager.email,
            locale=manager.locale,
            subject=_("A message from Sillage"),
            lines=(line, _("This page says who, and since when.")),
            link=f"/orgs/{place.slug}/people/{member.public_id}",
        )
        post(session, mail, now=now, message_id=f"{message_id}-{number}")
