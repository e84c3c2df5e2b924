"""The supervisor's signature, which freezes the facts of one person's part in a session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from lms.kernel.keys import Keys
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import Text, _
from lms.learning.operations.enrolments import bump_facts
from lms.outbox.operations import post
from lms.supervision.models import Participation, Signature, Standing, TextKind
from lms.supervision.operations.journaling import journal_act
from lms.supervision.operations.share import document_waits
from lms.supervision.queries.records import Record, Replaced
from lms.supervision.queries.texts import texts_of
from lms.supervision.rules import signing


@dataclass(frozen=True, slots=True, kw_only=True)
class SignRecord:
    """The digest of the facts that the page showed, and the language it showed them in."""

    shown: str
    language: str


def sign_record(
    session: Session,
    keys: Keys,
    record: Record,
    order: SignRecord,
    *,
    now: datetime,
    message_id: str,
    link: str,
) -> bool:
    """Sign the facts that were shown; false when they were signed already.

    `record` was read with its lock. From here on no operation changes its facts.
    """
    if not record.mine:
        raise NotThere
    if record.standing is not Standing.LOGGED:
        return False
    refuse_changed(keys, record, order.shown)
    _refuse_unshared_draft(session, keys, record)
    if not took_standing(session, record, Standing.LOGGED, standing=Standing.SIGNED, signed_at=now):
        return False
    if record.replaced is not None:
        _close_replaced(session, record.replaced, now)
    sentences = sign_sentences(record)
    keep_signature(session, keys, record, Standing.SIGNED, sentences, order.language, now=now)
    post(session, document_waits(record, link), now=now, message_id=message_id)
    return True


def sign_sentences(record: Record) -> tuple[Text, ...]:
    """What the page shows before the supervisor signs."""
    facts = signing.signed_sentence(record.facts, trainee=record.trainee.name)
    return (facts, *replacing_sentences(record))


def replacing_sentences(record: Record) -> tuple[Text, ...]:
    """Of a revision, which version it replaces; nothing of any other record."""
    if record.replaced is None:
        return ()
    return (signing.replacing_sentence(record.replaced.held_on, record.replaced.minutes),)


def refuse_changed(keys: Keys, record: Record, shown: str) -> None:
    """`RuleBroken` when the facts are no longer those that the page showed."""
    if shown != signing.shown_digest(keys, record.facts):
        raise RuleBroken(
            "shown",
            _("The facts changed since you opened this page. Read them again before you sign."),
        )


def took_standing(
    session: Session, record: Record, before: Standing, **values: Standing | datetime
) -> bool:
    """Change the standing only if it still is `before`: of two requests at once, one succeeds.

    A version that a signed revision replaces keeps its standing for good.
    """
    taken = session.scalar(
        update(Participation)
        .where(
            Participation.id == record.id,
            Participation.standing == before,
            Participation.revised_at.is_(None),
        )
        .values(**values)
        .returning(Participation.id)
    )
    return taken is not None


def keep_signature(
    session: Session,
    keys: Keys,
    record: Record,
    standing: Standing,
    sentences: tuple[Text, ...],
    language: str,
    *,
    now: datetime,
) -> None:
    """Append the reader's signature, journal it and tell the rooms that count hours."""
    signed = signing.Signed(
        facts=record.facts.document(),
        sentence=signing.kept_sentence(sentences, language),
        person_id=record.reader.id,
        standing=standing,
        factor=signing.FACTOR,
        signed_at=now,
    )
    session.add(_signature(keys, record.id, signed))
    action = "supervision.sign_record" if record.mine else "supervision.answer_record"
    journal_act(session, record, action, now=now)
    bump_facts(session, record.trainee.id, now=now)


def _signature(keys: Keys, participation_id: int, signed: signing.Signed) -> Signature:
    return Signature(
        participation_id=participation_id,
        person_id=signed.person_id,
        standing=signed.standing,
        sentence=signed.sentence,
        facts=signed.facts,
        factor=signed.factor,
        digest=signed.digest(keys),
        signed_at=signed.signed_at,
    )


def _close_replaced(session: Session, replaced: Replaced, now: datetime) -> None:
    session.execute(
        update(Participation)
        .where(Participation.public_id == replaced.public_id)
        .values(revised_at=now)
    )


def _refuse_unshared_draft(session: Session, keys: Keys, record: Record) -> None:
    draft = texts_of(session, keys, record)[TextKind.SHARED]
    if record.shared_at is None and draft.words.strip():
        raise RuleBroken(
            "",
            _("The record is written but not shared. Share it, or empty it, before you sign."),
        )
