"""Joining a cohort by a link: with an account at once, without one by a mailed letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, MembershipState, Person
from lms.accounts.operations.memberships import GiveRole, give_role
from lms.accounts.operations.throttle import Try, count_try
from lms.catalogue.models import ProgrammeVersion
from lms.journal.operations import record
from lms.kernel.actor import Role
from lms.kernel.folding import fold_address
from lms.kernel.keys import token_hash
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.learning.models import (
    Cohort,
    CohortLink,
    CohortState,
    Enrolment,
    EnrolmentState,
    JoiningLetter,
)
from lms.learning.operations.cohorts import lock_cohort
from lms.learning.operations.joining import Joining, join_cohort
from lms.learning.queries.links import places_left
from lms.outbox.operations import Mail, post

LETTER_WORKS = timedelta(days=3)
KEPT_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskLetter:
    """Who wishes to join what, as typed, and chance: the letter's token and the mail's id."""

    cohort_id: int
    link_id: int | None
    given_name: str
    family_name: str
    email: str
    locale: str
    token: str
    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Joiner:
    """Who joins and when, and chance: the ids of a role and of a training that may begin."""

    person_id: int
    today: date
    now: datetime
    public_ids: tuple[str, str]


def join_by_link(session: Session, link: CohortLink, who: Joiner) -> Enrolment:
    """Join the cohort of a link; whoever is in it already is told so by their own training.

    Places are counted under the lock of the cohort, so that the last one goes to one person.
    """
    cohort = lock_cohort(session, link.cohort_id)
    place = GiveRole(organisation_id=cohort.organisation_id, role=Role.TRAINEE)
    person, ids = who.person_id, who.public_ids
    role = give_role(session, place, person_id=person, public_id=ids[0], today=who.today)
    if role.state is MembershipState.SUSPENDED:
        raise RuleBroken(
            "", _("Your role in this organisation is suspended: ask one of its managers.")
        )
    under_way = _under_way(session, cohort, role)
    if under_way is not None and under_way.cohort_id == cohort.id:
        return under_way
    _refuse_closed(session, cohort, who, under_way)
    _take_place(session, link, who.today)
    how = Joining(by=person, today=who.today, now=who.now, public_id=ids[1])
    enrolment = join_cohort(session, cohort.id, role, how)
    record(
        session,
        "learning.join_by_link",
        now=who.now,
        actor_id=person,
        subject=("cohort_link", link.public_id),
        about=person,
        organisation_id=cohort.organisation_id,
    )
    return enrolment


def ask_letter(session: Session, one: Try, order: AskLetter, *, now: datetime) -> int:
    """Mail a link that proves the address; the minutes to wait, or 0.

    Nobody is looked up: whether the address has an account is told to its mailbox alone.
    """
    wait = count_try(session, one, now=now).wait
    if wait:
        return wait
    session.add(
        JoiningLetter(
            token_hash=token_hash(order.token),
            cohort_id=order.cohort_id,
            link_id=order.link_id,
            email=order.email,
            email_key=fold_address(order.email),
            given_name=order.given_name,
            family_name=order.family_name,
            locale=order.locale,
            sent_at=now,
            expires_at=now + LETTER_WORKS,
        )
    )
    mail = Mail(
        to_address=order.email,
        locale=order.locale,
        subject=_("A message from Sillage"),
        lines=(
            _("Somebody asked to join Sillage with this address."),
            _("This link goes on with it. It works once, for 3 days."),
            _("If it was not you, ignore this message: nothing is made without this link."),
        ),
        link=f"/join/letter/{order.token}",
    )
    post(session, mail, now=now, message_id=order.message_id)
    return 0


def use_letter(session: Session, letter_id: int, *, now: datetime) -> None:
    """The letter has served; a second use finds it closed."""
    used = update(JoiningLetter).where(
        JoiningLetter.id == letter_id, JoiningLetter.used_at.is_(None)
    )
    session.execute(used.values(used_at=now))


def purge_letters(session: Session, *, now: datetime) -> int:
    """Delete letters a day after they stopped working; how many."""
    gone = session.execute(delete(JoiningLetter).where(JoiningLetter.expires_at < now - KEPT_AFTER))
    return gone.rowcount if isinstance(gone, CursorResult) else 0


def _refuse_closed(
    session: Session, cohort: Cohort, who: Joiner, under_way: Enrolment | None
) -> None:
    if cohort.state is CohortState.CLOSED or cohort.ends_on < who.today:
        raise RuleBroken("", _("Nobody joins this cohort any more."))
    if under_way is not None and under_way.cohort_id is not None:
        raise RuleBroken(
            "",
            _("You follow this programme in another cohort already: ask a manager to change it."),
        )
    address = session.scalar(select(Person.email_key).where(Person.id == who.person_id)) or ""
    left = places_left(session, cohort, address, now=who.now)
    if left is not None and left < 1:
        raise RuleBroken("", _("All the places of this cohort are taken."))


def _take_place(session: Session, link: CohortLink, today: date) -> None:
    taken = session.scalar(
        update(CohortLink)
        .where(
            CohortLink.id == link.id,
            CohortLink.closed_at.is_(None),
            CohortLink.ends_on >= today,
            CohortLink.taken < CohortLink.places,
        )
        .values(taken=CohortLink.taken + 1)
        .returning(CohortLink.id)
    )
    if taken is None:
        raise RuleBroken("", _("All the places of this link are taken, or it was closed."))


def _under_way(session: Session, cohort: Cohort, role: Membership) -> Enrolment | None:
    """The training under way on the cohort's programme in its organisation."""
    programme = select(ProgrammeVersion.programme_id).where(
        ProgrammeVersion.id == cohort.version_id
    )
    return session.scalars(
        select(Enrolment)
        .join(ProgrammeVersion, ProgrammeVersion.id == Enrolment.version_id)
        .where(
            Enrolment.membership_id == role.id,
            Enrolment.state == EnrolmentState.ACTIVE,
            ProgrammeVersion.programme_id == programme.scalar_subquery(),
        )
        .order_by(Enrolment.id.desc())
        .limit(1)
    ).one_or_none()
