"""Keeping a form that came too late, sealed, for the person who typed it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.drafts.models import Draft
from lms.drafts.rules import KEPT_FOR, KEPT_FORM, MOST_BYTES, MOST_KEPT, packed, place_of
from lms.kernel.keys import Keys
from lms.vault.operations import seal

Values = tuple[tuple[str, str], ...]


def keep_form(
    session: Session,
    keys: Keys,
    path: str,
    values: Values,
    *,
    person_id: int,
    now: datetime,
    public_id: str,
) -> str | None:
    """Keep what was typed into the form of `path` for a day; its public id.

    None when it is too long to be kept. The person's oldest ones make room.
    """
    words = packed(path, values)
    if len(words.encode()) > MOST_BYTES:
        return None
    kept = Draft(
        public_id=public_id,
        person_id=person_id,
        form=KEPT_FORM,
        subject=public_id,
        version=1,
        sealed=seal(session, keys, place_of(person_id, public_id), words, now=now),
        updated_at=now,
        expires_at=now + KEPT_FOR,
    )
    session.add(kept)
    session.flush()
    _make_room(session, person_id)
    return public_id


def forget_form(session: Session, person_id: int, public_id: str) -> None:
    """Delete it once it was sent; nothing happens when it is not this person's."""
    session.execute(
        delete(Draft).where(
            Draft.public_id == public_id, Draft.person_id == person_id, Draft.form == KEPT_FORM
        )
    )


def _make_room(session: Session, person_id: int) -> None:
    mine = select(Draft.id).where(Draft.person_id == person_id, Draft.form == KEPT_FORM)
    oldest = mine.order_by(Draft.id.desc()).offset(MOST_KEPT)
    session.execute(delete(Draft).where(Draft.id.in_(oldest)))
