"""Neutral mails about drafts: that one waits to be read, or was read; never what it says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, MembershipState, Person, PersonState
from lms.catalogue.models import ProgrammeDraft
from lms.kernel.actor import Role
from lms.kernel.text import Text, _
from lms.outbox.operations import Mail, post

SUBJECT = _("A draft is waiting for you")
NOTHING_ELSE = _("Sign in to read it. This message contains nothing else.")


def ask_reviewers(session: Session, draft: ProgrammeDraft, *, by: int, now: datetime) -> None:
    """Write to the other authors; to the managers where there is no other author."""
    readers = _members(session, draft, Role.AUTHOR) - {by}
    _tell(
        session,
        readers or _members(session, draft, Role.MANAGER) - {by},
        _("Somebody asks you to read a draft over on Sillage."),
        link=f"/studio/drafts/{draft.public_id}/read",
        message_id=f"{draft.public_id}.asked.{_instant(now)}",
        now=now,
    )


def tell_sender(session: Session, draft: ProgrammeDraft, *, now: datetime) -> None:
    """Write to whoever had sent the draft, now that somebody read it."""
    _tell(
        session,
        {draft.sent_by} if draft.sent_by is not None else (),
        _("Somebody read your draft on Sillage."),
        link=f"/studio/drafts/{draft.public_id}",
        message_id=f"{draft.public_id}.read.{_instant(now)}",
        now=now,
    )


def _members(session: Session, draft: ProgrammeDraft, role: Role) -> set[int]:
    found = select(Membership.person_id).where(
        Membership.organisation_id == draft.organisation_id,
        Membership.role == role,
        Membership.state == MembershipState.ACTIVE,
    )
    return set(session.scalars(found))


def _tell(
    session: Session,
    person_ids: Iterable[int],
    line: Text,
    *,
    link: str,
    message_id: str,
    now: datetime,
) -> None:
    people = select(Person.id, Person.email, Person.locale).where(
        Person.id.in_(person_ids), Person.state == PersonState.ACTIVE
    )
    for person in session.execute(people):
        mail = Mail(
            to_address=person.email,
            locale=person.locale,
            subject=SUBJECT,
            lines=(line, NOTHING_ELSE),
            link=link,
        )
        post(session, mail, now=now, message_id=f"{message_id}.{person.id}")


def _instant(now: datetime) -> int:
    """The same draft may be sent again: each request has letters of its own."""
    return int(now.timestamp() * 1_000_000)
