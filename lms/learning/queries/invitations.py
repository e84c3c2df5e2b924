"""Invitations as their organisation sees them, and the one behind a mailed link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import Session

from lms.accounts.models import Invitation, InvitationState, Person, PersonState
from lms.catalogue.models import ProgrammeVersion
from lms.kernel.folding import fold
from lms.kernel.keys import token_hash
from lms.learning.models import TrainingOffer
from lms.organisations.models import Organisation, Site

PAGE = 25


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """A page of pending invitations, and the keys of its neighbours (None at an end)."""

    rows: tuple[Invitation, ...]
    next_key: str | None
    first: bool


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """What the holder of a link is offered."""

    invitation: Invitation
    organisation: Organisation
    version: ProgrammeVersion | None
    has_account: bool


def pending_invitations(
    session: Session, organisation_id: int, *, words: str = "", after: int = 0
) -> InvitationPage:
    """Pending invitations by name, 25 a page; `after` is the id of the last one seen."""
    query = (
        select(Invitation)
        .where(
            Invitation.organisation_id == organisation_id,
            Invitation.state == InvitationState.PENDING,
        )
        .order_by(Invitation.sort_name, Invitation.id)
        .limit(PAGE + 1)
    )
    rows = session.scalars(_after(_matching(query, words), after, organisation_id)).all()
    more = len(rows) > PAGE
    return InvitationPage(
        tuple(rows[:PAGE]), str(rows[PAGE - 1].id) if more else None, first=not after
    )


def _matching(query: Select[Invitation], words: str) -> Select[Invitation]:
    for word in fold(words).split()[:5]:
        query = query.where(
            Invitation.sort_name.contains(word, autoescape=True)
            | Invitation.email_key.contains(word, autoescape=True)
        )
    return query


def _after(query: Select[Invitation], after: int, organisation_id: int) -> Select[Invitation]:
    if not after:
        return query
    last = (
        select(Invitation.sort_name)
        .where(Invitation.id == after, Invitation.organisation_id == organisation_id)
        .scalar_subquery()
    )
    return query.where(tuple_(Invitation.sort_name, Invitation.id) > tuple_(last, after))


def invitation_of(session: Session, organisation_id: int, public_id: str) -> Invitation | None:
    """A pending invitation of the organisation."""
    return session.scalar(
        select(Invitation).where(
            Invitation.public_id == public_id,
            Invitation.organisation_id == organisation_id,
            Invitation.state == InvitationState.PENDING,
        )
    )


def open_invitation(session: Session, token: str, *, now: datetime) -> OpenInvitation | None:
    """The pending invitation behind a link that still works; one statement."""
    row = session.execute(
        select(Invitation, Organisation, ProgrammeVersion, Person.id)
        .join(Organisation, Organisation.id == Invitation.organisation_id)
        .outerjoin(TrainingOffer, TrainingOffer.invitation_id == Invitation.id)
        .outerjoin(ProgrammeVersion, ProgrammeVersion.id == TrainingOffer.version_id)
        .outerjoin(
            Person,
            (Person.email_key == Invitation.email_key) & (Person.state == PersonState.ACTIVE),
        )
        .where(
            Invitation.token_hash == token_hash(token),
            Invitation.state == InvitationState.PENDING,
            Invitation.expires_at > now,
        )
    ).one_or_none()
    return None if row is None else OpenInvitation(row[0], row[1], row[2], row[3] is not None)


def sites_of(session: Session, organisation_id: int) -> dict[int, str]:
    """The organisation's sites by id."""
    rows = session.execute(
        select(Site.id, Site.name)
        .where(Site.organisation_id == organisation_id)
        .order_by(Site.name)
    )
    return {row.id: row.name for row in rows}
