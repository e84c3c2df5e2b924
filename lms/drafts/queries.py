"""Reading one's own drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Person, PersonState, SignIn, SignInState
from lms.drafts.models import Draft
from lms.drafts.rules import KEPT_FORM, place_of, unpacked
from lms.kernel.keys import Keys
from lms.vault.operations import open_each, open_sealed


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft's words, its version and when it was saved."""

    text: str
    version: int
    updated_at: datetime


def drafts_of(
    session: Session, keys: Keys, person_id: int, form: str, subjects: Sequence[str]
) -> dict[str, OpenDraft]:
    """The person's drafts of a form by subject; two statements at most."""
    rows = session.scalars(
        select(Draft).where(
            Draft.person_id == person_id, Draft.form == form, Draft.subject.in_(subjects)
        )
    ).all()
    places = [(place_of(person_id, row.public_id), row.sealed) for row in rows]
    texts = open_each(session, keys, person_id, places)
    return {
        row.subject: OpenDraft(text, row.version, row.updated_at)
        for row, text in zip(rows, texts, strict=True)
    }


def holder_of(session: Session, sign_in: str) -> int | None:
    """Whose session this is (by its public id), even once it is over.

    None for closed accounts, and where the second factor was never shown.
    """
    return session.scalar(
        select(Person.id)
        .join(SignIn, SignIn.person_id == Person.id)
        .where(
            SignIn.public_id == sign_in,
            SignIn.state == SignInState.OPEN,
            Person.state == PersonState.ACTIVE,
        )
    )


def kept_form(
    session: Session, keys: Keys, person_id: int, public_id: str, *, now: datetime
) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """Where the person's kept form is sent and what was typed; None once its day is over."""
    sealed = session.scalar(
        select(Draft.sealed).where(
            Draft.public_id == public_id,
            Draft.person_id == person_id,
            Draft.form == KEPT_FORM,
            Draft.expires_at > now,
        )
    )
    if sealed is None:
        return None
    return unpacked(open_sealed(session, keys, place_of(person_id, public_id), sealed))
