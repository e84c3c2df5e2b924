"""Asking to join a cohort, and a manager's answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.orm import Session

from lms.accounts.models import MembershipState, Person
from lms.accounts.operations.memberships import GiveRole, give_role
from lms.journal.operations import record
from lms.kernel.actor import Role
from lms.kernel.database import insert_new
from lms.kernel.keys import Keys
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import Text, _
from lms.learning.models import Cohort, CohortState, JoinRequest, RequestState
from lms.learning.operations.changing_organisation import continue_in_cohort
from lms.learning.operations.cohorts import lock_cohort
from lms.learning.operations.joining import Joining, join_cohort
from lms.learning.rules.links import LONGEST_REQUEST, request_place
from lms.outbox.operations import Mail, post
from lms.retention.queries import kept_for
from lms.vault.operations import seal

MOST_WAITING = 5
FORGOTTEN_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Who asks, when, and chance: the request's public id."""

    person_id: int
    today: date
    now: datetime
    public_id: str
    leaves_id: int | None = None
    """The training elsewhere that they wish to continue here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """Which manager answers and when, and chance: ids of a role, of a training, of a mail."""

    by: int
    today: date
    now: datetime
    public_ids: tuple[str, str]
    message_id: str


def ask_to_join(session: Session, keys: Keys, cohort: Cohort, text: str, how: Asking) -> None:
    """Ask, with some words or none; a request that waits already stays as it is."""
    if len(text) > LONGEST_REQUEST:
        raise RuleBroken("text", _("This text is too long: %(most)s signs fit.", most="1\u00a0000"))
    if not _takes_requests(cohort, how.today):
        raise RuleBroken("", _("Nobody joins this cohort any more."))
    _refuse_many(session, cohort, how.person_id)
    place = request_place(how.public_id, how.person_id, cohort.organisation_id)
    sealed = seal(session, keys, place, text, now=how.now) if text.strip() else None
    made = insert_new(
        session,
        JoinRequest,
        public_id=how.public_id,
        cohort_id=cohort.id,
        organisation_id=cohort.organisation_id,
        person_id=how.person_id,
        leaves_id=how.leaves_id,
        sealed=sealed,
        state=RequestState.PENDING,
        asked_at=how.now,
    )
    if made:
        _journal(
            session,
            "learning.ask_to_join",
            (how.public_id, cohort.organisation_id),
            by=how.person_id,
            about=how.person_id,
            now=how.now,
        )


def withdraw_request(session: Session, request: JoinRequest, *, now: datetime) -> None:
    """The person thought better of it, once."""
    _close(session, request, RequestState.WITHDRAWN, by=request.person_id, now=now)


def accept_request(session: Session, request: JoinRequest, how: Answering) -> None:
    """Put whoever asked in the cohort, and tell them; once."""
    lock_cohort(session, request.cohort_id)
    _close(session, request, RequestState.ACCEPTED, by=how.by, now=how.now)
    role = GiveRole(organisation_id=request.organisation_id, role=Role.TRAINEE)
    person, ids = request.person_id, how.public_ids
    member = give_role(session, role, person_id=person, public_id=ids[0], today=how.today)
    if member.state is MembershipState.SUSPENDED:
        raise RuleBroken("", _("The role of this person is suspended: open it again first."))
    joining = Joining(by=how.by, today=how.today, now=how.now, public_id=ids[1])
    if request.leaves_id is None:
        join_cohort(session, request.cohort_id, member, joining)
    else:
        left, where = request.leaves_id, request.cohort_id
        letter = how.message_id
        continue_in_cohort(session, left, where, member, joining, message_id=letter)
    lines = (
        _("You asked to join a group on Sillage: there is a place for you."),
        _("You can begin whenever you want. If you have changed your mind, you may leave it."),
    )
    _tell(session, request, lines, how, link="/home")


def decline_request(session: Session, request: JoinRequest, how: Answering) -> None:
    """A calm letter without reasons, once."""
    _close(session, request, RequestState.DECLINED, by=how.by, now=how.now)
    lines = (
        _("You asked to join a group on Sillage. This time there is no place for you in it."),
        _("This says nothing about you. You may ask again later."),
    )
    _tell(session, request, lines, how)


def set_requests(
    session: Session, cohort: Cohort, *, open_to: bool, by: int, now: datetime
) -> None:
    """Open the page where people ask to join, or close it; once."""
    changed = session.scalar(
        update(Cohort)
        .where(Cohort.id == cohort.id, Cohort.takes_requests != open_to)
        .values(takes_requests=open_to)
        .returning(Cohort.id)
    )
    if changed is not None:
        act = "learning.allow_requests" if open_to else "learning.close_requests"
        record(
            session,
            act,
            now=now,
            actor_id=by,
            subject=("cohort", cohort.public_id),
            organisation_id=cohort.organisation_id,
        )


def purge_requests(session: Session, *, now: datetime) -> int:
    """Delete requests some time after their end, and those that waited as long; how many."""
    before = now - kept_for(session, "join_requests")
    old = select(JoinRequest.id).where(
        func.coalesce(JoinRequest.closed_at, JoinRequest.asked_at) < before
    )
    gone = session.execute(
        delete(JoinRequest).where(JoinRequest.id.in_(old.limit(FORGOTTEN_AT_ONCE)))
    )
    return gone.rowcount if isinstance(gone, CursorResult) else 0


def _takes_requests(cohort: Cohort, today: date) -> bool:
    return cohort.takes_requests and cohort.state is CohortState.OPEN and cohort.ends_on >= today


def _refuse_many(session: Session, cohort: Cohort, person_id: int) -> None:
    waiting = select(func.count(JoinRequest.id)).where(
        JoinRequest.person_id == person_id,
        JoinRequest.state == RequestState.PENDING,
        JoinRequest.cohort_id != cohort.id,
    )
    if (session.scalar(waiting) or 0) >= MOST_WAITING:
        raise RuleBroken("", _("Five of your requests wait already. Withdraw one of them first."))


def _close(
    session: Session, request: JoinRequest, state: RequestState, *, by: int, now: datetime
) -> None:
    """Whoever comes second finds nothing to answer."""
    closed = session.scalar(
        update(JoinRequest)
        .where(JoinRequest.id == request.id, JoinRequest.state == RequestState.PENDING)
        .values(state=state, closed_by=by, closed_at=now)
        .returning(JoinRequest.id)
    )
    if closed is None:
        raise NotThere
    acts = {
        RequestState.ACCEPTED: "learning.accept_request",
        RequestState.DECLINED: "learning.decline_request",
        RequestState.WITHDRAWN: "learning.withdraw_request",
    }
    where = (request.public_id, request.organisation_id)
    _journal(session, acts[state], where, by=by, about=request.person_id, now=now)


def _tell(
    session: Session,
    request: JoinRequest,
    lines: tuple[Text, ...],
    how: Answering,
    *,
    link: str = "",
) -> None:
    person = session.get_one(Person, request.person_id)
    mail = Mail(
        to_address=person.email,
        locale=person.locale,
        subject=_("The answer to your request"),
        lines=lines,
        link=link,
    )
    post(session, mail, now=how.now, message_id=how.message_id)


def _journal(
    session: Session,
    action: str,
    where: tuple[str, int],
    *,
    by: int,
    about: int,
    now: datetime,
) -> None:
    record(
        session,
        action,
        now=now,
        actor_id=by,
        subject=("join_request", where[0]),
        about=about,
        organisation_id=where[1],
    )
