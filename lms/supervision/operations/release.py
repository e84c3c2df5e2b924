"""Letting a person read the aide-mémoire about them: asked for, reviewed by its author, answered.

The aide-mémoire itself is never altered: what is released is a copy, sealed for the person who
asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import and_, exists, select, update
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.journal import operations as journal
from lms.kernel.actor import Role
from lms.kernel.database import insert_new
from lms.kernel.keys import Keys
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.outbox.operations import Mail, post
from lms.supervision.models import (
    Participation,
    RefusalReason,
    ReleasedText,
    ReleaseRequest,
    ReleaseState,
    SessionText,
    TextKind,
)
from lms.supervision.queries.records import Record
from lms.supervision.queries.releases import AboutMe, about_me, open_request
from lms.supervision.queries.texts import texts_of
from lms.supervision.rules.releases import AGAIN_AFTER, answer_day, released_place
from lms.supervision.rules.texts import refuse_too_long
from lms.vault.operations import seal


class Answer(StrEnum):
    """What the author does with a request."""

    WHOLE = "whole"
    PART = "part"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRelease:
    """The author's choice; `text` is what is released in part, `reason` goes with a refusal."""

    answer: Answer
    text: str
    reason: RefusalReason | None


def ask_release(
    session: Session,
    participation: str,
    *,
    asker_id: int,
    today: date,
    now: datetime,
    public_id: str,
) -> None:
    """Ask the author of the aide-mémoire about one's session to review it; the caller commits."""
    one = next(iter(about_me(session, asker_id, public_id=participation)), None)
    if one is None:
        raise NotThere
    _refuse_asking(one, today, now)
    asked = insert_new(
        session,
        ReleaseRequest,
        public_id=public_id,
        participation_id=one.participation_id,
        asker_id=asker_id,
        author_id=one.author_id,
        state=ReleaseState.ASKED,
        asked_at=now,
        answer_by=answer_day(today, one.purge_on),
    )
    if not asked:
        raise RuleBroken("", _("You have asked for this one already."))
    _journal(session, "ask_release", public_id, actor=asker_id, asker=asker_id, now=now)
    link = f"/records/{participation}/release"
    _tell(session, one.author_id, link, message_id=f"{public_id}.asked", now=now)


def answer_release(
    session: Session,
    keys: Keys,
    record: Record,
    order: AnswerRelease,
    *,
    now: datetime,
    public_id: str,
) -> ReleaseState:
    """Release the aide-mémoire, or what the author wrote of it, or refuse; once.

    `record` was read with its lock by the author; `NotThere` when nothing waits any more.
    """
    request = open_request(session, record)
    held = texts_of(session, keys, record)[TextKind.PRIVATE]
    if held.version == 0:
        raise NotThere
    state, words = _decided(order, held.words)
    _close(session, request, state, order.reason if words is None else None, now)
    if words is not None:
        place = released_place(public_id, request.asker_id)
        sealed = seal(session, keys, place, words, now=now)
        session.add(ReleasedText(request_id=request.id, public_id=public_id, sealed=sealed))
    _journal(
        session,
        "refuse_release" if words is None else "release_text",
        request.public_id,
        actor=record.reader.id,
        asker=request.asker_id,
        now=now,
        state=state.value,
    )
    message_id = f"{request.public_id}.answered"
    _tell(session, request.asker_id, "/account/data", message_id=message_id, now=now)
    return state


def close_gone(session: Session, *, now: datetime) -> int:
    """Close the requests whose aide-mémoire was deleted on its day; how many."""
    text = exists().where(
        SessionText.participation_id == ReleaseRequest.participation_id,
        SessionText.kind == TextKind.PRIVATE,
    )
    gone = session.execute(
        update(ReleaseRequest)
        .where(and_(ReleaseRequest.state == ReleaseState.ASKED, ~text))
        .values(state=ReleaseState.GONE, answered_at=now)
        .returning(ReleaseRequest.public_id, ReleaseRequest.asker_id),
        execution_options={"synchronize_session": False},
    ).all()
    for public_id, asker_id in gone:
        _journal(session, "close_release", public_id, actor=None, asker=asker_id, now=now)
    return len(gone)


def _refuse_asking(one: AboutMe, today: date, now: datetime) -> None:
    if not one.exists or today >= one.purge_on:
        raise RuleBroken("", _("This aide-mémoire was deleted: there is nothing left to ask for."))
    if one.state is ReleaseState.ASKED:
        raise RuleBroken("", _("You have asked for this one already."))
    if one.answered_at is not None and now - one.answered_at < AGAIN_AFTER:
        raise RuleBroken(
            "",
            _(
                "You have an answer already. You can ask again from %(day)s.",
                day=(one.answered_at + AGAIN_AFTER).date(),
            ),
        )


def _decided(order: AnswerRelease, held: str) -> tuple[ReleaseState, str | None]:
    """The new state, and the words that are released; None for a refusal."""
    if order.answer is Answer.REFUSE:
        if order.reason is None:
            raise RuleBroken("reason", _("Say why: the person reads the reason."))
        return ReleaseState.REFUSED, None
    if order.answer is Answer.WHOLE or order.text.strip() == held.strip():
        return ReleaseState.RELEASED, held
    refuse_too_long(order.text)
    if not order.text.strip():
        raise RuleBroken("text", _("Keep at least some words, or refuse and say why."))
    return ReleaseState.RELEASED_IN_PART, order.text


def _close(
    session: Session,
    request: ReleaseRequest,
    state: ReleaseState,
    reason: RefusalReason | None,
    now: datetime,
) -> None:
    closed = session.scalar(
        update(ReleaseRequest)
        .where(ReleaseRequest.id == request.id, ReleaseRequest.state == ReleaseState.ASKED)
        .values(state=state, reason=reason, answered_at=now)
        .returning(ReleaseRequest.id)
    )
    if closed is None:
        raise NotThere


def _tell(session: Session, person_id: int, link: str, *, message_id: str, now: datetime) -> None:
    person = session.get_one(Person, person_id)
    mail = Mail(
        to_address=person.email,
        locale=person.locale,
        subject=_("A document is waiting for you"),
        lines=(_("A document is waiting for you on Sillage. Sign in to read it."),),
        link=link,
    )
    post(session, mail, now=now, message_id=message_id)


def _journal(
    session: Session,
    verb: str,
    public_id: str,
    *,
    actor: int | None,
    asker: int,
    now: datetime,
    **details: str,
) -> None:
    organisation_id = session.scalar(
        select(Participation.organisation_id)
        .join(ReleaseRequest, ReleaseRequest.participation_id == Participation.id)
        .where(ReleaseRequest.public_id == public_id)
    )
    role = "" if actor is None else Role.TRAINEE if actor == asker else Role.SUPERVISOR
    journal.record(
        session,
        f"supervision.{verb}",
        now=now,
        actor_id=actor,
        subject=("release_request", public_id),
        about=asker,
        organisation_id=organisation_id,
        role=role,
        **details,
    )
