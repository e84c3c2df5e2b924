"""Sharing a written record with the trainee."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from lms.kernel.keys import Keys
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.outbox.operations import Mail, post
from lms.supervision.models import Participation, Standing, TextKind
from lms.supervision.operations.journaling import journal_act
from lms.supervision.operations.texts import WriteText, write_text
from lms.supervision.queries.records import Record
from lms.supervision.queries.texts import texts_of


def share_record(
    session: Session,
    keys: Keys,
    record: Record,
    order: WriteText,
    *,
    today: date,
    now: datetime,
    public_id: str,
    message_id: str,
    link: str,
) -> None:
    """Keep what was typed and let the trainee read it; the same words shared twice stay once."""
    if not order.text.strip():
        raise RuleBroken("text", _("Write the record before you share it."))
    if record.shared_at is not None and _same(session, keys, record, order.text):
        return
    kind = TextKind.SHARED
    write_text(session, keys, record, kind, order, today=today, now=now, public_id=public_id)
    _open_to_trainee(session, record, now)
    journal_act(session, record, "supervision.share_record", now=now)
    post(session, document_waits(record, link), now=now, message_id=message_id)


def document_waits(record: Record, link: str) -> Mail:
    """The letter to the trainee: that something waits, and nothing of what it is."""
    return Mail(
        to_address=record.trainee.email,
        locale=record.trainee.locale,
        subject=_("A document is waiting for you"),
        lines=(_("A document is waiting for you on Sillage. Sign in to read it."),),
        link=link,
    )


def _open_to_trainee(session: Session, record: Record, now: datetime) -> None:
    session.execute(
        update(Participation)
        .where(
            Participation.id == record.id,
            Participation.standing == Standing.LOGGED,
            Participation.shared_at.is_(None),
        )
        .values(shared_at=now, opened_at=None, withdrawn_at=None)
    )


def _same(session: Session, keys: Keys, record: Record, words: str) -> bool:
    return texts_of(session, keys, record)[TextKind.SHARED].words == words
