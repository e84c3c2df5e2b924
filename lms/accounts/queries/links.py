"""Reading mailed links that sign in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Person, PersonState, SignInLink
from lms.kernel.keys import token_hash


@dataclass(frozen=True, slots=True)
class Link:
    """A link that still signs in: with which address, and the page that was asked for before."""

    email: str
    back: str


def link_behind(session: Session, token: str, *, now: datetime) -> Link | None:
    """What a mailed link opens; None when it is used up, old or unknown."""
    row = session.execute(
        select(Person.email, SignInLink.back)
        .join(SignInLink, SignInLink.person_id == Person.id)
        .where(
            SignInLink.token_hash == token_hash(token),
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > now,
            Person.state == PersonState.ACTIVE,
        )
    ).one_or_none()
    return Link(*row) if row else None
