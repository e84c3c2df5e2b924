"""Inviting, sending again, cancelling and accepting.

An address is looked up only on acceptance, by whoever holds the mailed link.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.orm import Session

from lms.accounts.models import (
    Invitation,
    InvitationState,
    Membership,
)
from lms.accounts.operations.memberships import GiveRole, give_role
from lms.accounts.rules import sort_name
from lms.journal.operations import record
from lms.kernel.actor import Role
from lms.kernel.database import insert_new
from lms.kernel.folding import fold_address
from lms.kernel.keys import token_hash
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.outbox.operations import Mail, post

OPEN_FOR = timedelta(days=14)
FORGOTTEN_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitePerson:
    """Who is invited, under which role, and in which language the mail is written."""

    given_name: str
    family_name: str
    email: str
    role: Role
    locale: str
    site_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """Chance, passed in: the mailed token, the row's public id and the mail's id."""

    token: str
    public_id: str
    message_id: str


def invite(
    session: Session,
    order: InvitePerson,
    *,
    organisation_id: int,
    invited_by: int | None,
    secrets: Secrets,
    now: datetime,
) -> int:
    """Offer a role and mail the link; the id of the invitation.

    Nobody is looked up: whether the address has an account stays unknown to the manager.
    """
    made = insert_new(
        session,
        Invitation,
        public_id=secrets.public_id,
        organisation_id=organisation_id,
        site_id=order.site_id,
        role=order.role,
        email=order.email,
        email_key=fold_address(order.email),
        given_name=order.given_name,
        family_name=order.family_name,
        sort_name=sort_name(order.given_name, order.family_name),
        locale=order.locale,
        token_hash=token_hash(secrets.token),
        state=InvitationState.PENDING,
        invited_by=invited_by,
        sent_at=now,
        expires_at=now + OPEN_FOR,
    )
    if not made:
        raise RuleBroken(
            "email", _("An invitation already waits for this address. You can send it again.")
        )
    invitation = _by_public_id(session, secrets.public_id)
    _mail(session, invitation, secrets, now)
    _journal(session, "accounts.invite", invitation, invited_by, now)
    return invitation.id


def send_again(
    session: Session, invitation: Invitation, *, by: int, secrets: Secrets, now: datetime
) -> None:
    """A new link, open for as long as the first; the old one stops working."""
    _move(
        session,
        invitation,
        token_hash=token_hash(secrets.token),
        sent_at=now,
        expires_at=now + OPEN_FOR,
    )
    _mail(session, invitation, secrets, now)
    _journal(session, "accounts.send_invitation_again", invitation, by, now)


def cancel(session: Session, invitation: Invitation, *, by: int, now: datetime) -> None:
    """Withdraw the offer: the link stops working."""
    _move(session, invitation, state=InvitationState.CANCELLED, closed_at=now)
    _journal(session, "accounts.cancel_invitation", invitation, by, now)


def ended_invitations(session: Session, *, before: datetime) -> list[int]:
    """Those that were closed or ran out before that, held so that none is sent again meanwhile."""
    ended_at = func.coalesce(Invitation.closed_at, Invitation.expires_at)
    ended = select(Invitation.id).where(ended_at < before).order_by(Invitation.id)
    return list(session.scalars(ended.limit(FORGOTTEN_AT_ONCE).with_for_update()))


def forget_invitations(session: Session, ids: list[int]) -> None:
    """Delete invitations that nothing rests on any more."""
    session.execute(delete(Invitation).where(Invitation.id.in_(ids)))


def accept(
    session: Session,
    invitation: Invitation,
    *,
    person_id: int,
    public_id: str,
    today: date,
    now: datetime,
) -> Membership:
    """Give the offered role to a person, once; a role already held there is kept as it is.

    A suspended one too: an invitation sent before must not open what a manager has shut since.
    """
    if invitation.expires_at <= now:
        raise NotThere
    _move(session, invitation, state=InvitationState.ACCEPTED, closed_at=now, accepted_by=person_id)
    role = GiveRole(
        organisation_id=invitation.organisation_id,
        role=invitation.role,
        site_id=invitation.site_id,
    )
    given = give_role(session, role, person_id=person_id, public_id=public_id, today=today)
    _journal(session, "accounts.accept_invitation", invitation, person_id, now)
    return given


def _move(session: Session, invitation: Invitation, **values: object) -> None:
    """Change a pending invitation; whoever comes second finds nothing to change."""
    moved = session.execute(
        update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.state == InvitationState.PENDING)
        .values(**values)
    )
    assert isinstance(moved, CursorResult)  # noqa: S101 - tells the type checker
    if moved.rowcount != 1:
        raise NotThere


def _by_public_id(session: Session, public_id: str) -> Invitation:
    return session.scalars(select(Invitation).where(Invitation.public_id == public_id)).one()


def _mail(session: Session, invitation: Invitation, secrets: Secrets, now: datetime) -> None:
    post(
        session,
        Mail(
            to_address=invitation.email,
            locale=invitation.locale,
            subject=_("An invitation waits for you"),
            lines=(
                _("Somebody invites you to join Sillage."),
                _("This link opens your invitation. It works for 14 days."),
                _("If you did not expect it, you may ignore this message."),
            ),
            link=f"/invitations/{secrets.token}",
        ),
        now=now,
        message_id=secrets.message_id,
    )


def _journal(
    session: Session, action: str, invitation: Invitation, actor_id: int | None, now: datetime
) -> None:
    record(
        session,
        action,
        now=now,
        actor_id=actor_id,
        subject=("invitation", invitation.public_id),
        organisation_id=invitation.organisation_id,
    )
