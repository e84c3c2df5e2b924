"""Suspending an account or a role, and letting it hold again; nothing of the person is lost."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, MembershipState, Person, PersonState, RosterStanding
from lms.accounts.operations.erasing import move_account, shut_account
from lms.accounts.operations.memberships import keep_one_manager, unless_issued
from lms.journal.operations import record
from lms.kernel.actor import Role
from lms.kernel.refusals import NotThere
from lms.kernel.text import Text, _
from lms.outbox.operations import Mail, post

SUBJECT = _("A message from Sillage")
ACCOUNT_SUSPENDED = _("Your account is suspended: nobody can sign in to it. What is yours is kept.")
ACCOUNT_RESUMED = _("Your account is open again. You sign in as before.")
ROLE_SUSPENDED = _(
    "An organisation has suspended your role. Your account stays open, with what is yours in it."
)
ROLE_RESUMED = _("Your role in an organisation is open again. You find everything as it was.")


def suspend_account(session: Session, person_id: int, *, now: datetime, message_id: str) -> None:
    """Sign the person out everywhere and let nobody in; `NotThere` when it is not open."""
    if not shut_account(session, person_id, PersonState.SUSPENDED, now=now):
        raise NotThere
    _tell(session, person_id, ACCOUNT_SUSPENDED, "/privacy", now, message_id)
    _journal_account(session, "accounts.suspend_account", person_id, now)


def resume_account(session: Session, person_id: int, *, now: datetime, message_id: str) -> None:
    """Let the person sign in again; `NotThere` when it is not suspended."""
    if not move_account(session, person_id, PersonState.SUSPENDED, PersonState.ACTIVE):
        raise NotThere
    _tell(session, person_id, ACCOUNT_RESUMED, "/sign-in", now, message_id)
    _journal_account(session, "accounts.resume_account", person_id, now)


def suspend_membership(
    session: Session, membership: Membership, *, by: int, now: datetime, message_id: str
) -> None:
    """Let a role open nothing at the person's next request; what rests on it waits."""
    if membership.role is Role.MANAGER:
        keep_one_manager(session, membership)
    _move(session, membership, MembershipState.ACTIVE, MembershipState.SUSPENDED)
    _tell(session, membership.person_id, ROLE_SUSPENDED, "/home", now, message_id)
    _journal_role(session, "accounts.suspend_membership", membership, by, now)


def resume_membership(
    session: Session, membership: Membership, *, by: int, now: datetime, message_id: str
) -> None:
    """Let the role hold again; how it reads in lists is judged anew by the caller."""
    _move(session, membership, MembershipState.SUSPENDED, MembershipState.ACTIVE)
    _tell(session, membership.person_id, ROLE_RESUMED, "/home", now, message_id)
    _journal_role(session, "accounts.resume_membership", membership, by, now)


def _move(
    session: Session, membership: Membership, before: MembershipState, after: MembershipState
) -> None:
    """Whoever comes second finds nothing to change: `NotThere`."""
    suspended = after is MembershipState.SUSPENDED
    standing = RosterStanding.SUSPENDED if suspended else RosterStanding.TRAINING
    moved = session.scalars(
        update(Membership)
        .where(Membership.id == membership.id, Membership.state == before)
        .values(state=after, standing=unless_issued(standing))
        .returning(Membership.id)
    ).all()
    if not moved:
        raise NotThere


def _tell(
    session: Session, person_id: int, line: Text, link: str, now: datetime, message_id: str
) -> None:
    address, locale = session.execute(
        select(Person.email, Person.locale).where(Person.id == person_id)
    ).one()
    mail = Mail(to_address=address, locale=locale, subject=SUBJECT, lines=(line,), link=link)
    post(session, mail, now=now, message_id=message_id)


def _journal_account(session: Session, action: str, person_id: int, now: datetime) -> None:
    subject = ("person", person_id)
    record(session, action, now=now, actor_id=None, subject=subject, about=person_id)


def _journal_role(
    session: Session, action: str, membership: Membership, by: int, now: datetime
) -> None:
    record(
        session,
        action,
        now=now,
        actor_id=by,
        subject=("membership", membership.public_id),
        about=membership.person_id,
        organisation_id=membership.organisation_id,
        role=membership.role,
    )
