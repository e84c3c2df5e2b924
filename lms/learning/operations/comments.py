"""Comments on passages: written and withdrawn by readers, answered or set aside by authors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lms.journal.operations import record
from lms.kernel.keys import Keys
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.learning.models import CommentState, PassageAnswer, PassageComment
from lms.learning.rules.comments import comment_place, refuse_words
from lms.vault.operations import seal


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteComment:
    """What is said of which passage (0: the step as a whole), and whether with one's name."""

    activity_id: int
    locale: str
    passage: int
    text: str
    named: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideComment:
    """What becomes of a comment, and what its readers are answered (may be empty)."""

    state: CommentState
    text: str


def write_comment(
    session: Session,
    keys: Keys,
    order: WriteComment,
    *,
    person_id: int,
    organisation_id: int,
    now: datetime,
    public_id: str,
) -> PassageComment:
    """Send a comment to the authors of the reader's organisation."""
    refuse_words(order.text, _("Write your comment first."))
    place = comment_place(public_id, person_id, organisation_id)
    made = PassageComment(
        public_id=public_id,
        person_id=person_id,
        organisation_id=organisation_id,
        activity_id=order.activity_id,
        locale=order.locale,
        passage=order.passage,
        named=order.named,
        state=CommentState.OPEN,
        sealed=seal(session, keys, place, order.text, now=now),
        written_at=now,
    )
    session.add(made)
    session.flush()
    _journal(session, "learning.comment", public_id, organisation_id, by=person_id, now=now)
    return made


def withdraw_comment(session: Session, person_id: int, public_id: str, *, now: datetime) -> bool:
    """Delete one's own comment; an answer stays with the version. False when it is not there."""
    mine = (PassageComment.public_id == public_id, PassageComment.person_id == person_id)
    found = session.scalars(select(PassageComment).where(*mine).with_for_update()).one_or_none()
    if found is None:
        return False
    answers = PassageAnswer.comment_id == found.id
    session.execute(update(PassageAnswer).where(answers).values(comment_id=None))
    session.execute(delete(PassageComment).where(PassageComment.id == found.id))
    where = found.organisation_id
    _journal(session, "learning.withdraw_comment", public_id, where, by=person_id, now=now)
    return True


def decide_comment(
    session: Session,
    comment: PassageComment,
    order: DecideComment,
    *,
    by: int,
    now: datetime,
    public_id: str,
) -> None:
    """Answer a comment, take it into the next version, or set it aside; once."""
    if order.state is CommentState.ANSWERED or order.text.strip():
        refuse_words(order.text, _("Write your answer first."))
    if order.state is CommentState.SET_ASIDE and order.text.strip():
        raise RuleBroken("text", _("A comment that is set aside gets no answer: empty this field."))
    decided = (
        update(PassageComment)
        .where(PassageComment.id == comment.id, PassageComment.state == CommentState.OPEN)
        .values(state=order.state)
        .returning(PassageComment.id)
    )
    if session.scalar(decided) is None:
        raise RuleBroken("state", _("Somebody of the team has dealt with this comment already."))
    if order.text.strip():
        session.add(_answer(comment, order.text, by, now, public_id))
    _journal(
        session,
        "learning.decide_comment",
        comment.public_id,
        comment.organisation_id,
        by=by,
        now=now,
    )


def hide_answer(session: Session, answer: PassageAnswer, *, by: int, now: datetime) -> None:
    """Show an answer to readers no longer, once."""
    hidden = (
        update(PassageAnswer)
        .where(PassageAnswer.id == answer.id, PassageAnswer.hidden_at.is_(None))
        .values(hidden_at=now)
        .returning(PassageAnswer.id)
    )
    if session.scalar(hidden) is not None:
        where = answer.organisation_id
        _journal(session, "learning.hide_answer", answer.public_id, where, by=by, now=now)


def _answer(
    comment: PassageComment, words: str, by: int, now: datetime, public_id: str
) -> PassageAnswer:
    return PassageAnswer(
        public_id=public_id,
        comment_id=comment.id,
        organisation_id=comment.organisation_id,
        activity_id=comment.activity_id,
        locale=comment.locale,
        passage=comment.passage,
        words=words.strip(),
        author_id=by,
        answered_at=now,
    )


def _journal(
    session: Session, action: str, public_id: str, organisation_id: int, *, by: int, now: datetime
) -> None:
    subject = ("passage_comment", public_id)
    record(session, action, now=now, actor_id=by, subject=subject, organisation_id=organisation_id)
