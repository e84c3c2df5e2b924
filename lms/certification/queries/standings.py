"""Where enrolments stand, as lists and home pages read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased

from lms.accounts.models import Membership, MembershipState, RosterStanding
from lms.certification.models import Certificate, CertificateState, EnrolmentStatus
from lms.certification.rules.standing import roster_standing
from lms.learning.models import Enrolment, EnrolmentState


@dataclass(frozen=True, slots=True)
class StandingRow:
    """One active enrolment: its last settled counters, and its valid certificate if any.

    The counters are None until it is settled for the first time; `settled` is False when a fact
    has changed since.
    """

    enrolment_id: int
    enrolment_public_id: str
    organisation_id: int
    settled: bool
    met: bool | None
    steps_done: int | None
    steps: int | None
    training_minutes: int | None
    supervision_minutes: int | None
    unanswered_minutes: int | None
    certificate_public_id: str | None


def unsettled(
    now: datetime | ColumnElement[datetime], of: type[Enrolment] = Enrolment
) -> ColumnElement[bool]:
    """Enrolments (outer-joined to their statuses) whose counters are missing or out of date.

    `settled_at` repeats the `facts_changed_at` that was read: a fact recorded meanwhile differs.
    """
    return or_(
        EnrolmentStatus.enrolment_id.is_(None),
        EnrolmentStatus.settled_at != of.facts_changed_at,
        and_(EnrolmentStatus.next_change_at.is_not(None), EnrolmentStatus.next_change_at <= now),
    )


def standings_of(session: Session, person_id: int, *, now: datetime) -> tuple[StandingRow, ...]:
    """The person's active enrolments; one statement."""
    fresh = ~unsettled(now)
    rows = session.execute(
        select(
            Enrolment.id,
            Enrolment.public_id,
            Enrolment.organisation_id,
            fresh.label("settled"),
            EnrolmentStatus.met,
            EnrolmentStatus.steps_done,
            EnrolmentStatus.steps,
            EnrolmentStatus.training_minutes,
            EnrolmentStatus.supervision_minutes,
            EnrolmentStatus.unanswered_minutes,
            Certificate.public_id,
        )
        .outerjoin(EnrolmentStatus, EnrolmentStatus.enrolment_id == Enrolment.id)
        .outerjoin(
            Certificate,
            and_(
                Certificate.enrolment_id == Enrolment.id,
                Certificate.state == CertificateState.VALID,
            ),
        )
        .where(Enrolment.person_id == person_id, Enrolment.state == EnrolmentState.ACTIVE)
        .order_by(Enrolment.id)
    )
    return tuple(
        StandingRow(number, public_id, organisation_id, bool(settled), *counters)
        for number, public_id, organisation_id, settled, *counters in rows
    )


@dataclass(frozen=True, slots=True)
class NewestTraining:
    """What lists go by for one membership: its newest enrolment and how that reads."""

    membership_id: int
    standing: RosterStanding


def newest_of(session: Session, enrolment_id: int) -> NewestTraining:
    """The newest training of the membership that an enrolment belongs to; one statement."""
    asked = aliased(Enrolment)
    valid = and_(
        Certificate.enrolment_id == Enrolment.id, Certificate.state == CertificateState.VALID
    )
    row = session.execute(
        select(
            Membership.id,
            Membership.state,
            Enrolment.state.label("training"),
            EnrolmentStatus.met,
            Certificate.id.label("certificate"),
        )
        .join_from(asked, Membership, Membership.id == asked.membership_id)
        .join(Enrolment, Enrolment.membership_id == Membership.id)
        .outerjoin(EnrolmentStatus, EnrolmentStatus.enrolment_id == Enrolment.id)
        .outerjoin(Certificate, valid)
        .where(asked.id == enrolment_id)
        .order_by(Enrolment.id.desc())
        .limit(1)
    ).one()
    over = row.state is MembershipState.ENDED or row.training is EnrolmentState.ENDED
    standing = roster_standing(
        issued=row.certificate is not None,
        ended=over,
        suspended=row.state is MembershipState.SUSPENDED,
        met=bool(row.met),
    )
    return NewestTraining(row.id, standing)
