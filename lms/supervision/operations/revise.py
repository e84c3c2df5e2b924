"""Setting right a session that is signed: a new version of it, which both people sign again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.kernel.database import insert_new
from lms.kernel.keys import Keys
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.supervision.models import (
    Participation,
    RevisionReason,
    SessionKind,
    SessionMode,
    SessionText,
    Standing,
    SupervisionSession,
    TextKind,
)
from lms.supervision.operations.journaling import journal_act
from lms.supervision.queries.days import held_that_day
from lms.supervision.queries.people import agreements_of_session
from lms.supervision.queries.records import Record
from lms.supervision.rules import sessions as rules
from lms.supervision.rules.texts import refuse_too_long
from lms.vault.operations import seal


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseRecord:
    """One person's part as it should read, why it was wrong, and words for that person."""

    held_on: date
    minutes: int
    kind: SessionKind
    mode: SessionMode
    reason: RevisionReason
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshIds:
    """The public ids of what a revision adds: the session, the record and the words."""

    session: str
    record: str
    text: str


def revise_record(
    session: Session,
    keys: Keys,
    record: Record,
    order: ReviseRecord,
    *,
    logged_on: date,
    now: datetime,
    ids: FreshIds,
) -> None:
    """Begin the version that will replace `record`, read with its lock; the author signs it next.

    `logged_on` is the civil day on which the session was first logged.
    """
    _refuse_unrevisable(record)
    _refuse_facts(session, record, order, logged_on=logged_on, now=now)
    revision_id = _insert(session, record, order, now=now, ids=ids)
    if order.text.strip():
        _keep_reason(session, keys, record, revision_id, order.text, now=now, public_id=ids.text)
    journal_act(session, record, "supervision.revise_record", now=now)


def withdraw_revision(session: Session, record: Record, *, now: datetime) -> None:
    """Take back a revision that its author has not signed: nobody else had seen it."""
    if not record.mine or not record.revision:
        raise NotThere
    if record.standing is not Standing.LOGGED:
        raise RuleBroken("", _("You signed this correction: it can no longer be withdrawn."))
    session.execute(delete(SessionText).where(SessionText.participation_id == record.id))
    session.execute(delete(Participation).where(Participation.id == record.id))
    session.execute(delete(SupervisionSession).where(SupervisionSession.id == record.session_id))
    journal_act(session, record, "supervision.withdraw_revision", now=now)


def revisable(record: Record) -> bool:
    """Whether its author signed this version, and no correction of it."""
    return record.mine and record.standing is not Standing.LOGGED and record.revised_at is None


def _refuse_unrevisable(record: Record) -> None:
    if not record.mine:
        raise NotThere
    if record.standing is Standing.LOGGED:
        raise RuleBroken("", _("This session is not signed yet: correct it from its page."))
    if record.revised_at is not None:
        raise RuleBroken("", _("You signed a correction of this version: correct that one."))


def _refuse_facts(
    session: Session, record: Record, order: ReviseRecord, *, logged_on: date, now: datetime
) -> None:
    rules.refuse_minutes("minutes", order.minutes)
    rules.refuse_revised_day(order.held_on, logged_on)
    _refuse_nothing_new(record, order)
    refuse_too_long(order.text)
    # The lock on the person keeps the sum of the day when two sessions change at once.
    (agreement,) = (
        one
        for one in agreements_of_session(session, record.session_id)
        if one.trainee_id == record.trainee.id
    )
    rules.refuse_outside_agreement(
        order.held_on, agreement.starts_on, agreement.ends_on, name=agreement.name
    )
    others = held_that_day(
        session, [record.trainee.id], order.held_on, now=now, but=[record.home_id]
    )
    known = (o for o in others if o.is_known_in(record.organisation_id, record.supervisor.id))
    already = sum(other.minutes for other in known)
    rules.refuse_full_day(already, order.minutes, name=agreement.name)


def _refuse_nothing_new(record: Record, order: ReviseRecord) -> None:
    signed = (record.held_on, record.minutes, record.kind)
    if (order.held_on, order.minutes, order.kind) == signed:
        raise RuleBroken(
            "", _("Nothing that was signed changes: the day, the length and the form are the same.")
        )


def _insert(
    session: Session, record: Record, order: ReviseRecord, *, now: datetime, ids: FreshIds
) -> int:
    held = SupervisionSession(
        public_id=ids.session,
        supervisor_id=record.supervisor.id,
        held_on=order.held_on,
        kind=order.kind,
        mode=order.mode,
        logged_at=now,
    )
    session.add(held)
    session.flush()
    part = _part(record, order, held.id, ids.record)
    if not insert_new(session, Participation, **part):
        raise RuleBroken(
            "", _("A correction of this session is already begun: sign or withdraw it.")
        )
    return session.scalars(
        select(Participation.id).where(Participation.public_id == ids.record)
    ).one()


def _part(record: Record, order: ReviseRecord, session_id: int, public_id: str) -> dict[str, Any]:
    """The same person in the same group and agreement; what was shared stays shared."""
    return {
        "public_id": public_id,
        "session_id": session_id,
        "held_on": order.held_on,
        "agreement_id": record.agreement_id,
        "organisation_id": record.organisation_id,
        "trainee_id": record.trainee.id,
        "minutes": order.minutes,
        "standing": Standing.LOGGED,
        "shared_at": record.shared_at,
        "opened_at": record.opened_at,
        "withdrawn_at": record.withdrawn_at,
        "revises_id": record.id,
        "first_id": record.home_id,
        "revised_for": order.reason,
    }


def _keep_reason(
    session: Session,
    keys: Keys,
    record: Record,
    revision_id: int,
    words: str,
    *,
    now: datetime,
    public_id: str,
) -> None:
    place = record.place(TextKind.REASON, public_id)
    session.add(
        SessionText(
            public_id=public_id,
            participation_id=revision_id,
            kind=TextKind.REASON,
            author_id=record.supervisor.id,
            sealed=seal(session, keys, place, words, now=now),
            version=1,
            updated_at=now,
        )
    )
