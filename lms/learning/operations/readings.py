"""What a tutor says of an open text, once; the last one makes the result of the attempt whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.catalogue.models import Activity, Module
from lms.catalogue.queries import outline
from lms.journal.operations import record
from lms.kernel.keys import Keys
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.learning.models import Answer, AnswerReading, Attempt, Judgement, OpenAnswer
from lms.learning.operations.attempts import AS_IT_IS, keep_result, keep_shares, settle
from lms.learning.rules.places import reply_place
from lms.vault.operations import seal

LONGEST_REPLY = 4_000
SHARES = {
    Judgement.REACHED: Fraction(1),
    Judgement.PARTLY: Fraction(1, 2),
    Judgement.NOT_YET: Fraction(0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAnswer:
    """What a tutor says of an open text; the reply may be empty."""

    judgement: Judgement
    reply: str = ""


def read_answer(
    session: Session,
    keys: Keys,
    order: ReadAnswer,
    *,
    answer: OpenAnswer,
    reader_id: int,
    today: date,
    now: datetime,
    public_id: str,
) -> bool:
    """Say what an open text reaches; false when somebody said it before."""
    if len(order.reply) > LONGEST_REPLY:
        raise RuleBroken("reply", _("Use at most %(max)s signs.", max=LONGEST_REPLY))
    # Held until the end: two texts of an attempt that are read at once are counted in turn.
    attempt = session.scalars(
        select(Attempt)
        .where(Attempt.id == answer.attempt_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if not _is_first(session, answer, now):
        return False
    _keep_reading(session, keys, order, answer, reader_id=reader_id, now=now, public_id=public_id)
    keep_shares(session, attempt.id, {answer.question: SHARES[order.judgement]})
    _settle(session, attempt, today=today, now=now)
    record(
        session,
        "learning.read_answer",
        now=now,
        actor_id=reader_id,
        about=answer.person_id,
        subject=("open_answer", answer.public_id),
    )
    return True


def _is_first(session: Session, answer: OpenAnswer, now: datetime) -> bool:
    marked = (
        update(OpenAnswer)
        .where(OpenAnswer.id == answer.id, OpenAnswer.read_at.is_(None))
        .values(read_at=now)
        .returning(OpenAnswer.id)
    )
    return session.scalar(marked, execution_options=AS_IT_IS) is not None


def _keep_reading(
    session: Session,
    keys: Keys,
    order: ReadAnswer,
    answer: OpenAnswer,
    *,
    reader_id: int,
    now: datetime,
    public_id: str,
) -> None:
    place = reply_place(public_id, answer.person_id)
    session.add(
        AnswerReading(
            public_id=public_id,
            open_answer_id=answer.id,
            person_id=answer.person_id,
            reader_id=reader_id,
            read_at=now,
            judgement=order.judgement,
            sealed=seal(session, keys, place, order.reply.strip(), now=now),
        )
    )
    session.flush()


def _settle(session: Session, attempt: Attempt, *, today: date, now: datetime) -> None:
    """Add up what is known; with the last text read, a pass completes the step."""
    kept = select(Answer.share_top, Answer.share_bottom).where(
        Answer.attempt_id == attempt.id, Answer.share_top.is_not(None)
    )
    shares = [Fraction(row.share_top or 0, row.share_bottom or 1) for row in session.execute(kept)]
    waiting = attempt.waiting - 1
    right = keep_result(session, attempt.id, sum(shares, Fraction(0)), waiting)
    version_id = session.scalar(
        select(Module.version_id)
        .join(Activity, Activity.module_id == Module.id)
        .where(Activity.id == attempt.activity_id)
    )
    if version_id is None:
        raise NotThere
    version = outline(session, version_id)
    activity = next(step for step in version.activities if step.id == attempt.activity_id)
    settle(
        session,
        version,
        activity,
        right=right,
        total=attempt.questions,
        waiting=waiting,
        person_id=attempt.person_id,
        today=today,
        now=now,
    )
