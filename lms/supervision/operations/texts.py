"""Keeping the texts of a record while they are written, and deleting them when their time is up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import Session

from lms.journal import operations as journal
from lms.kernel.database import insert_new
from lms.kernel.keys import Keys
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.retention.queries import kept_for
from lms.supervision.models import (
    Agreement,
    Participation,
    SessionText,
    Standing,
    SupervisionSession,
    TextKind,
)
from lms.supervision.operations.journaling import journal_act
from lms.supervision.queries.records import Record
from lms.supervision.queries.texts import texts_of
from lms.supervision.rules.texts import (
    OF_ONE_VERSION,
    WRITERS,
    refuse_too_long,
)
from lms.vault.operations import seal

PURGED_AT_ONCE = 500


class NewerText(Exception):
    """Other words were saved since this page was opened: the person chooses which to keep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteText:
    """What was typed, and the version that it follows."""

    text: str
    version: int


def write_text(
    session: Session,
    keys: Keys,
    record: Record,
    kind: TextKind,
    order: WriteText,
    *,
    today: date,
    now: datetime,
    public_id: str,
) -> int:
    """Keep what was typed and return its version; `NewerText` rather than overwrite other words.

    `record` was read with its lock, so that a text cannot change while it is shared or signed.
    """
    _refuse_closed(record, kind, today)
    refuse_too_long(order.text)
    if order.version == 0:
        kept = _insert(session, keys, record, kind, order.text, now, public_id)
    else:
        kept = _replace(session, keys, record, kind, order, now)
    return order.version + 1 if kept else _version_of_same(session, keys, record, kind, order.text)


def purge_texts(session: Session, *, today: date, now: datetime) -> int:
    """Delete texts whose time is up; how many were deleted.

    Aide-mémoires on their day or once the agreement is over, shared texts, answers and reasons
    some time after the agreement's end. The trainee's own note stays the trainee's.
    """
    over = and_(
        SessionText.kind == TextKind.PRIVATE,
        # From the session itself, whose day may have been corrected after the text was begun.
        or_(
            SupervisionSession.held_on <= today - kept_for(session, "aide_memoires"),
            Agreement.ends_on < today,
        ),
    )
    old = and_(
        SessionText.kind.in_((TextKind.SHARED, *OF_ONE_VERSION)),
        Agreement.ends_on <= today - kept_for(session, "shared_records"),
    )
    due = session.execute(
        select(
            SessionText.id, Participation.public_id, Participation.trainee_id, SessionText.author_id
        )
        .join(Participation, Participation.id == SessionText.participation_id)
        .join(Agreement, Agreement.id == Participation.agreement_id)
        .join(SupervisionSession, SupervisionSession.id == Participation.session_id)
        .where(or_(over, old))
        .limit(PURGED_AT_ONCE)
    ).all()
    for _id, participation, _trainee, author in due:
        subject = ("participation", participation)
        journal.record(
            session, "supervision.purge_text", now=now, actor_id=None, subject=subject, about=author
        )
    session.execute(delete(SessionText).where(SessionText.id.in_([row.id for row in due])))
    return len(due)


def _refuse_closed(record: Record, kind: TextKind, today: date) -> None:
    if WRITERS.get(kind) is not record.side:
        raise NotThere
    if kind is TextKind.PRIVATE and today >= record.purge_on:
        raise RuleBroken(
            "text", _("The time of this aide-mémoire ended on %(day)s.", day=record.purge_on)
        )
    if kind is not TextKind.SHARED:
        return
    if record.standing is not Standing.LOGGED or record.revision:
        raise RuleBroken("text", _("You signed this session: the shared record stays as it is."))
    if record.shared_at is not None:
        raise RuleBroken(
            "text", _("This record is shared already. To change it, withdraw it first.")
        )


def _insert(
    session: Session,
    keys: Keys,
    record: Record,
    kind: TextKind,
    words: str,
    now: datetime,
    public_id: str,
) -> bool:
    kept = insert_new(
        session,
        SessionText,
        public_id=public_id,
        participation_id=record.home_id,
        kind=kind,
        author_id=record.reader.id,
        sealed=seal(session, keys, record.place(kind, public_id), words, now=now),
        version=1,
        updated_at=now,
        purge_on=record.purge_on if kind is TextKind.PRIVATE else None,
    )
    if kept:
        # Only the first version is journaled: the next ones follow each pause of the hand.
        journal_act(session, record, "supervision.begin_text", now=now, kind=kind.value)
    return kept


def _replace(
    session: Session,
    keys: Keys,
    record: Record,
    kind: TextKind,
    order: WriteText,
    now: datetime,
) -> bool:
    this = (SessionText.participation_id == record.home_id, SessionText.kind == kind)
    public_id = session.scalar(select(SessionText.public_id).where(*this))
    if public_id is None:
        return False
    sealed = seal(session, keys, record.place(kind, public_id), order.text, now=now)
    taken = session.scalar(
        update(SessionText)
        .where(*this, SessionText.version == order.version)
        .values(
            sealed=sealed,
            version=order.version + 1,
            updated_at=now,
            purge_on=record.purge_on if kind is TextKind.PRIVATE else None,
        )
        .returning(SessionText.id)
    )
    return taken is not None


def _version_of_same(
    session: Session, keys: Keys, record: Record, kind: TextKind, words: str
) -> int:
    # A save whose answer was lost on the way is sent again: the same words are no conflict.
    kept = texts_of(session, keys, record).get(kind)
    if kept is None or kept.version == 0 or kept.words != words:
        raise NewerText
    return kept.version
