"""Saving text while it is being written, without ever overwriting a newer one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lms.drafts.models import Draft
from lms.drafts.queries import OpenDraft
from lms.drafts.rules import LONGEST, LONGEST_IN_WORDS, place_of
from lms.kernel.database import insert_new
from lms.kernel.keys import Keys
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import Text, _
from lms.vault.operations import open_sealed, seal


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveDraft:
    """A text and the version that its writer had read (0: none)."""

    form: str
    subject: str
    text: str
    version: int
    expires_at: datetime | None = None
    longest: int = LONGEST


class DraftNewer(Exception):
    """The draft was changed elsewhere since it was read; `newer` is what it says now."""

    def __init__(self, newer: OpenDraft) -> None:
        super().__init__(newer.version)
        self.newer = newer


def save_draft(
    session: Session,
    keys: Keys,
    order: SaveDraft,
    *,
    person_id: int,
    now: datetime,
    public_id: str,
) -> int:
    """Keep the text and return its version; `DraftNewer` when another text came first.

    Saving again what is already there changes nothing, so a repeated request does no harm.
    """
    if len(order.text) > order.longest:
        raise RuleBroken("text", too_long(len(order.text)))
    held = _held(session, person_id, order)
    if held is None:
        if not order.text.strip():
            return 0
        if _insert(session, keys, order, person_id=person_id, now=now, public_id=public_id):
            return 1
        held = _held(session, person_id, order)
    if held is None:
        return 0
    return _replace(session, keys, held, order, now)


def delete_expired(session: Session, *, now: datetime) -> int:
    """Delete the drafts whose time is over; returns how many."""
    gone = delete(Draft).where(Draft.expires_at < now).returning(Draft.id)
    return len(session.scalars(gone).all())


def forget_draft(session: Session, person_id: int, form: str, subject: str) -> None:
    """Delete one draft of the person, if it is there."""
    session.execute(
        delete(Draft).where(
            Draft.person_id == person_id, Draft.form == form, Draft.subject == subject
        )
    )


def forget_drafts_about(
    session: Session, person_id: int, form: str, subjects: Sequence[str]
) -> None:
    """Delete the person's drafts of a form about these subjects: they were handed in."""
    mine = (Draft.person_id == person_id, Draft.form == form, Draft.subject.in_(subjects))
    session.execute(delete(Draft).where(*mine))


def too_long(length: int) -> Text:
    """The refusal of a text that is too long, with the count that helps to shorten it."""
    return _(
        "This text has %(length)s signs, %(most)s fit. Shorten it, or keep the rest elsewhere.",
        length=length,
        most=LONGEST_IN_WORDS,
    )


def _held(session: Session, person_id: int, order: SaveDraft) -> Draft | None:
    return session.scalars(
        select(Draft)
        .where(
            Draft.person_id == person_id,
            Draft.form == order.form,
            Draft.subject == order.subject,
        )
        .execution_options(populate_existing=True)
    ).one_or_none()


def _insert(
    session: Session,
    keys: Keys,
    order: SaveDraft,
    *,
    person_id: int,
    now: datetime,
    public_id: str,
) -> bool:
    return insert_new(
        session,
        Draft,
        public_id=public_id,
        person_id=person_id,
        form=order.form,
        subject=order.subject,
        version=1,
        sealed=seal(session, keys, place_of(person_id, public_id), order.text, now=now),
        updated_at=now,
        expires_at=order.expires_at,
    )


def _replace(session: Session, keys: Keys, held: Draft, order: SaveDraft, now: datetime) -> int:
    if _opened(session, keys, held).text == order.text:
        return held.version
    if order.version == held.version and _update(session, keys, held, order, now):
        return held.version + 1
    newest = _opened(session, keys, _held(session, held.person_id, order) or held)
    # The same press sent twice, the first of which was still on its way.
    if newest.text == order.text:
        return newest.version
    raise DraftNewer(newest)


def _update(session: Session, keys: Keys, held: Draft, order: SaveDraft, now: datetime) -> bool:
    """Whether nobody saved another text in between: the database decides."""
    place = place_of(held.person_id, held.public_id)
    changed = (
        update(Draft)
        .where(Draft.id == held.id, Draft.version == order.version)
        .values(
            sealed=seal(session, keys, place, order.text, now=now),
            version=order.version + 1,
            updated_at=now,
            expires_at=order.expires_at,
        )
        .returning(Draft.id)
    )
    as_it_is = {"synchronize_session": False}
    return session.scalar(changed, execution_options=as_it_is) is not None


def _opened(session: Session, keys: Keys, draft: Draft) -> OpenDraft:
    place = place_of(draft.person_id, draft.public_id)
    words = open_sealed(session, keys, place, draft.sealed)
    return OpenDraft(words, draft.version, draft.updated_at)
