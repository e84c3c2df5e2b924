"""The supervisor's signature, which freezes the facts of one person's part in a session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from lms.journal import operations as journal
from lms.kernel.keys import Keys
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import Text, _
from lms.learning.operations.enrolments import bump_facts
from lms.outbox.operations import post
from lms.supervision.models import Participation, Signature, Standing, TextKind
from lms.supervision.operations.share import document_waits
from lms.supervision.queries.records import Record, texts_of
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
    sentence = signing.signed_sentence(record.facts, trainee=record.trainee.name)
    keep_signature(session, keys, record, Standing.SIGNED, (sentence,), order.language, now=now)
    post(session, document_waits(record, link), now=now, message_id=message_id)
    return True


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
    """Change the standing only if it still is `before`: of two requests at once, one succeeds."""
    taken = session.scalar(
        update(Participation)
        .where(Participation.id == record.id, Participation.standing == before)
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
    session.add(
        Signature(
            participation_id=record.id,
            person_id=signed.person_id,
            standing=signed.standing,
            sentence=signed.sentence,
            facts=signed.facts,
            factor=signed.factor,
            digest=signed.digest(keys),
            signed_at=signed.signed_at,
        )
    )
    journal.record(
        session,
        "supervision.sign_record" if record.mine else "supervision.answer_record",
        now=now,
        actor_id=record.reader.id,
        subject=("participation", record.public_id),
        about=record.trainee.id,
        organisation_id=record.organisation_id,
        role=record.side,
    )
    bump_facts(session, record.trainee.id, now=now)


def _refuse_unshared_draft(session: Session, keys: Keys, record: Record) -> None:
    draft = texts_of(session, keys, record)[TextKind.SHARED]
    if record.shared_at is None and draft.words.strip():
        raise RuleBroken(
            "",
            _("The record is written but not shared. Share it, or empty it, before you sign."),
        )
