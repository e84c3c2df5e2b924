"""Links of cohorts: as those who made them list them, and what stands behind one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from lms.accounts.models import Invitation, InvitationState, Membership, Person, PersonState
from lms.catalogue.models import ProgrammeVersion
from lms.kernel.keys import token_hash
from lms.learning.models import (
    Cohort,
    CohortLink,
    CohortState,
    Enrolment,
    EnrolmentState,
    JoiningLetter,
    TrainingOffer,
)
from lms.learning.rules.pace import civil_day
from lms.organisations.models import Organisation

SHOWN_LINKS = 50


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link in the list of its cohort."""

    public_id: str
    places: int
    taken: int
    ends_on: date
    made_at: datetime
    name: str
    closed_at: datetime | None

    def works(self, today: date) -> bool:
        """Whether somebody may still join by it."""
        return self.closed_at is None and self.ends_on >= today and self.taken < self.places


@dataclass(frozen=True, slots=True)
class OpenLink:
    """What whoever holds a link that works is offered."""

    link: CohortLink
    cohort: Cohort
    organisation: Organisation
    version: ProgrammeVersion

    def today(self, now: datetime) -> date:
        """The civil day where the organisation is."""
        return civil_day(now, self.organisation.time_zone)


@dataclass(frozen=True, slots=True)
class Asked:
    """A cohort that takes requests, as whoever asks sees it."""

    cohort: Cohort
    organisation: Organisation
    version: ProgrammeVersion

    def today(self, now: datetime) -> date:
        """The civil day where the organisation is."""
        return civil_day(now, self.organisation.time_zone)


@dataclass(frozen=True, slots=True)
class OpenLetter:
    """A letter that still works: the offer behind it, and whether its address has an account."""

    letter: JoiningLetter
    offer: OpenLink | Asked
    has_account: bool


def links_of(session: Session, cohort_id: int) -> Sequence[LinkRow]:
    """The newest links of a cohort; one statement."""
    rows = session.execute(
        select(
            CohortLink.public_id,
            CohortLink.places,
            CohortLink.taken,
            CohortLink.ends_on,
            CohortLink.made_at,
            Person.screen_name,
            CohortLink.closed_at,
        )
        .join(Person, Person.id == CohortLink.made_by)
        .where(CohortLink.cohort_id == cohort_id)
        .order_by(CohortLink.id.desc())
        .limit(SHOWN_LINKS)
    )
    return [LinkRow(*row) for row in rows]


def open_link(session: Session, token: str, *, now: datetime) -> OpenLink | None:
    """What a link offers; None where it was closed, ran out or never was. One statement."""
    asked = _offers().where(CohortLink.token_hash == token_hash(token))
    return _working(session.execute(asked).one_or_none(), now)


def open_letter(session: Session, token: str, *, now: datetime) -> OpenLetter | None:
    """The letter behind a mailed link; None where it or its cohort's link works no more."""
    row = session.execute(
        select(CohortLink, Cohort, Organisation, ProgrammeVersion, JoiningLetter, Person.id)
        .join(Cohort, Cohort.id == JoiningLetter.cohort_id)
        .join(Organisation, Organisation.id == Cohort.organisation_id)
        .join(ProgrammeVersion, ProgrammeVersion.id == Cohort.version_id)
        .outerjoin(CohortLink, CohortLink.id == JoiningLetter.link_id)
        .outerjoin(
            Person,
            (Person.email_key == JoiningLetter.email_key) & (Person.state == PersonState.ACTIVE),
        )
        .where(
            JoiningLetter.token_hash == token_hash(token),
            JoiningLetter.used_at.is_(None),
            JoiningLetter.expires_at > now,
            Cohort.state == CohortState.OPEN,
            CohortLink.closed_at.is_(None),
            CohortLink.id.is_not(None) | Cohort.takes_requests,
        )
    ).one_or_none()
    offer = _working(row, now) or _taking(row, now)
    return None if row is None or offer is None else OpenLetter(row[4], offer, row[5] is not None)


def places_left(session: Session, cohort: Cohort, address: str, *, now: datetime) -> int | None:
    """Places that nobody holds, invitations that wait included but the one of this folded
    address; None where the cohort has no limit. One statement."""
    if cohort.capacity is None:
        return None
    inside = select(func.count(Enrolment.id)).where(
        Enrolment.cohort_id == cohort.id, Enrolment.state == EnrolmentState.ACTIVE
    )
    promised = (
        select(func.count(Invitation.id))
        .join(TrainingOffer, TrainingOffer.invitation_id == Invitation.id)
        .where(
            TrainingOffer.cohort_id == cohort.id,
            Invitation.state == InvitationState.PENDING,
            Invitation.expires_at > now,
            Invitation.email_key != address,
        )
    )
    held = session.scalar(select(inside.scalar_subquery() + promised.scalar_subquery()))
    return cohort.capacity - (held or 0)


def training_in_cohort(session: Session, person_id: int, cohort_id: int) -> str | None:
    """The public id of the person's training under way in a cohort; one statement."""
    return session.scalar(
        select(Enrolment.public_id)
        .join(Membership, Membership.id == Enrolment.membership_id)
        .where(
            Enrolment.person_id == person_id,
            Enrolment.cohort_id == cohort_id,
            Enrolment.state == EnrolmentState.ACTIVE,
        )
        .limit(1)
    )


def _offers() -> Select[*tuple[Any, ...]]:
    return (
        select(CohortLink, Cohort, Organisation, ProgrammeVersion)
        .join(Cohort, Cohort.id == CohortLink.cohort_id)
        .join(Organisation, Organisation.id == Cohort.organisation_id)
        .join(ProgrammeVersion, ProgrammeVersion.id == Cohort.version_id)
        .where(CohortLink.closed_at.is_(None), Cohort.state == CohortState.OPEN)
    )


def _taking(row: Row[*tuple[Any, ...]] | None, now: datetime) -> Asked | None:
    if row is None or row[0] is not None:
        return None
    found = Asked(*row[1:4])
    return found if found.today(now) <= found.cohort.ends_on else None


def _working(row: Row[*tuple[Any, ...]] | None, now: datetime) -> OpenLink | None:
    if row is None or row[0] is None:
        return None
    offer = OpenLink(*row[:4])
    last = min(offer.link.ends_on, offer.cohort.ends_on)
    return offer if offer.today(now) <= last else None
