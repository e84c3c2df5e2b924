"""What a training still needs, with what waits for somebody's answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, MembershipState, Person
from lms.catalogue.queries import outline
from lms.certification.queries.judging import Enrolled, Judgement, judgement_of
from lms.kernel.refusals import NotThere
from lms.learning.models import Enrolment, EnrolmentState
from lms.learning.queries.cohorts import accompanied_by
from lms.learning.queries.open_answers import texts_waiting
from lms.supervision.queries import totals_of
from lms.supervision.rules.minutes import Totals


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A training judged today, and what waits: sessions to sign or answer, texts to read."""

    judged: Judgement
    supervision: Totals
    texts: Mapping[str, int]
    """Open texts that a tutor has not read, by module."""


@dataclass(frozen=True, slots=True)
class Accompanied:
    """A training under way, as whoever accompanies it finds it."""

    public_id: str
    person_id: int
    name: str
    organisation_id: int
    version_id: int


def unfinished(session: Session, enrolment: Enrolled, *, now: datetime) -> Unfinished:
    """The facts of one training, the same for whoever reads them; five statements."""
    places = totals_of(session, enrolment.person_id, now=now)
    minutes = (one.minutes for one in places if one.organisation_id == enrolment.organisation_id)
    version = outline(session, enrolment.version_id)
    return Unfinished(
        judgement_of(session, enrolment, now=now),
        next(minutes, Totals()),
        texts_waiting(session, enrolment.person_id, version),
    )


def accompanied_training(session: Session, public_id: str, staff_id: int) -> Accompanied:
    """The training under way of that address, if this person accompanies it; else `NotThere`."""
    asked = _ACCOMPANIED.where(accompanied_by(staff_id))
    row = session.execute(asked, {"public": public_id, "staff": staff_id}).one_or_none()
    if row is None:
        raise NotThere
    return Accompanied(*row)


_ACCOMPANIED = (
    select(
        Enrolment.public_id,
        Enrolment.person_id,
        Person.screen_name,
        Enrolment.organisation_id,
        Enrolment.version_id,
    )
    .join(Person, Person.id == Enrolment.person_id)
    .join(Membership, Membership.id == Enrolment.membership_id)
    .where(
        Enrolment.public_id == bindparam("public"),
        Enrolment.person_id != bindparam("staff"),
        Enrolment.state == EnrolmentState.ACTIVE,
        Membership.state == MembershipState.ACTIVE,
    )
)
