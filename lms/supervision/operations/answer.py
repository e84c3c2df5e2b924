"""The trainee's one answer to a signed session: countersign, comment or contest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lms.kernel.keys import Keys
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import Text, _
from lms.outbox.operations import Mail, post
from lms.supervision.models import SessionText, Standing, TextKind
from lms.supervision.operations.sign import (
    keep_signature,
    refuse_changed,
    replacing_sentences,
    took_standing,
)
from lms.supervision.queries.records import Record
from lms.supervision.rules import signing
from lms.supervision.rules.texts import refuse_too_long
from lms.vault.operations import seal


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRecord:
    """The answer, its words (for a comment or a contest), and what the page showed."""

    answer: Standing
    text: str
    shown: str
    language: str


def answer_record(
    session: Session,
    keys: Keys,
    record: Record,
    order: AnswerRecord,
    *,
    now: datetime,
    public_id: str,
    message_id: str,
    link: str,
) -> bool:
    """Keep the trainee's answer, whenever it comes; false when there was one already."""
    if record.mine or order.answer not in signing.ANSWERS:
        raise NotThere
    _refuse_early(record)
    if record.standing is not Standing.SIGNED:
        return False
    _refuse_replaced(record)
    refuse_changed(keys, record, order.shown)
    _refuse_wordless(order)
    if not took_standing(session, record, Standing.SIGNED, standing=order.answer, answered_at=now):
        return False
    if order.answer is not Standing.COUNTERSIGNED:
        _keep_words(session, keys, record, order.text, now, public_id)
    sentences = answer_sentences(record, order.answer)
    keep_signature(session, keys, record, order.answer, sentences, order.language, now=now)
    post(session, _document_answered(record, link), now=now, message_id=message_id)
    return True


def answer_sentences(record: Record, answer: Standing) -> tuple[Text, ...]:
    """What the page shows before the trainee signs: the facts, then having read the record."""
    facts = signing.answer_sentence(record.facts, answer, supervisor=record.supervisor.name)
    read = (signing.read_sentence(),) if record.shared_at else ()
    return (facts, *replacing_sentences(record), *read)


def _refuse_early(record: Record) -> None:
    if record.standing is Standing.LOGGED:
        raise RuleBroken("", _("Your supervisor has not signed this session yet."))


def _refuse_replaced(record: Record) -> None:
    if record.revised_at is not None:
        raise RuleBroken(
            "", _("Your supervisor signed a correction. Answer the corrected version.")
        )


def _refuse_wordless(order: AnswerRecord) -> None:
    if order.answer is Standing.COUNTERSIGNED:
        return
    if not order.text.strip():
        words = {
            Standing.COMMENTED: _("Write your comment, or countersign without one."),
            Standing.CONTESTED: _("Say in a few words what you contest."),
        }
        raise RuleBroken("text", words[order.answer])
    refuse_too_long(order.text)


def _keep_words(
    session: Session, keys: Keys, record: Record, words: str, now: datetime, public_id: str
) -> None:
    place = record.place(TextKind.ANSWER, public_id)
    session.add(
        SessionText(
            public_id=public_id,
            participation_id=record.id,
            kind=TextKind.ANSWER,
            author_id=record.trainee.id,
            sealed=seal(session, keys, place, words, now=now),
            version=1,
            updated_at=now,
        )
    )


def _document_answered(record: Record, link: str) -> Mail:
    return Mail(
        to_address=record.supervisor.email,
        locale=record.supervisor.locale,
        subject=_("A document has been answered"),
        lines=(_("A document that you signed on Sillage has an answer. Sign in to read it."),),
        link=link,
    )
