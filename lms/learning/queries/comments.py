"""Comments on passages as their writer, the authors and the other readers see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.catalogue.models import Activity, Module, ProgrammeVersion
from lms.catalogue.queries.lineage import SAME_STEP
from lms.kernel.base import Id
from lms.kernel.keys import Keys
from lms.learning.models import CommentState, PassageAnswer, PassageComment
from lms.learning.rules.comments import comment_place
from lms.vault.operations import open_each, open_sealed

PAGE = 25
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer at its passage, without the comment."""

    passage: int
    words: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class MyComment:
    """A comment as its writer reads it, with the answer once there is one."""

    public_id: str
    passage: int
    locale: str
    named: bool
    state: CommentState
    text: str
    written_at: datetime
    answer: str | None
    earlier: bool
    """Whether it is about the step in an earlier version."""


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A comment in the authors' list: where it is, never a word of it."""

    id: int
    public_id: str
    state: CommentState
    written_at: datetime
    passage: int
    programme: Mapping[str, Any]
    number: int
    module: Mapping[str, Any]
    step: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CommentPage:
    """A page of the list, the newest first; `next_key` is None at the end."""

    rows: tuple[CommentRow, ...]
    next_key: int | None


@dataclass(frozen=True, slots=True)
class OpenComment:
    """A comment as an author reads it; `name` is empty where the reader gave none."""

    comment: PassageComment
    row: CommentRow
    text: str
    name: str
    answer: PassageAnswer | None


# Put together once: it goes with every step that is read.
ANSWERS = (
    select(PassageAnswer.passage, PassageAnswer.words, PassageAnswer.answered_at)
    .where(
        PassageAnswer.activity_id == bindparam("activity", type_=Id),
        PassageAnswer.organisation_id == bindparam("organisation", type_=Id),
        PassageAnswer.locale == bindparam("locale"),
        PassageAnswer.hidden_at.is_(None),
    )
    .order_by(PassageAnswer.passage, PassageAnswer.id)
    .limit(100)
)
_MINE = (
    select(PassageComment, PassageAnswer.words)
    .outerjoin(PassageAnswer, PassageAnswer.comment_id == PassageComment.id)
    .where(
        PassageComment.person_id == bindparam("person", type_=Id),
        PassageComment.activity_id.in_(SAME_STEP),
    )
    .order_by(PassageComment.id.desc())
    .limit(MOST_SHOWN)
)
ROW = (
    select(
        PassageComment.id,
        PassageComment.public_id,
        PassageComment.state,
        PassageComment.written_at,
        PassageComment.passage,
        ProgrammeVersion.title.label("programme"),
        ProgrammeVersion.number,
        Module.title.label("module"),
        Activity.title.label("step"),
    )
    .join(Activity, Activity.id == PassageComment.activity_id)
    .join(Module, Module.id == Activity.module_id)
    .join(ProgrammeVersion, ProgrammeVersion.id == Module.version_id)
)


def answers_at(
    session: Session, activity_id: int, organisation_id: int, locale: str
) -> tuple[ShownAnswer, ...]:
    """The answers that readers of a step see, in one organisation; one statement."""
    where = {"activity": activity_id, "organisation": organisation_id, "locale": locale}
    return tuple(ShownAnswer(*row) for row in session.execute(ANSWERS, where))


def my_comments(
    session: Session, keys: Keys, person_id: int, activity_id: int
) -> tuple[MyComment, ...]:
    """One's own comments on a step in any version, the newest first; two statements."""
    asked = {"person": person_id, "activity": activity_id}
    rows = session.execute(_MINE, asked).all()
    sealed = [
        (comment_place(one.public_id, person_id, one.organisation_id), one.sealed)
        for one, _answer in rows
    ]
    texts = open_each(session, keys, person_id, sealed)
    return tuple(
        MyComment(
            one.public_id,
            one.passage,
            one.locale,
            one.named,
            one.state,
            text,
            one.written_at,
            answer,
            one.activity_id != activity_id,
        )
        for (one, answer), text in zip(rows, texts, strict=True)
    )


def comments_for(
    session: Session, organisation_id: int, *, waiting: bool, before: int = 0
) -> CommentPage:
    """What readers of an organisation sent to its authors; one statement.

    `before` is the id of the last one seen.
    """
    query = ROW.where(PassageComment.organisation_id == organisation_id)
    if waiting:
        query = query.where(PassageComment.state == CommentState.OPEN)
    if before:
        query = query.where(PassageComment.id < before)
    rows = session.execute(query.order_by(PassageComment.id.desc()).limit(PAGE + 1)).all()
    shown = tuple(CommentRow(*row) for row in rows[:PAGE])
    return CommentPage(shown, shown[-1].id if len(rows) > PAGE else None)


def comment_for(
    session: Session, keys: Keys, organisation_id: int, public_id: str
) -> OpenComment | None:
    """One of them, opened; four statements."""
    row = session.execute(
        select(PassageComment, Person.screen_name, PassageAnswer)
        .join(Person, Person.id == PassageComment.person_id)
        .outerjoin(PassageAnswer, PassageAnswer.comment_id == PassageComment.id)
        .where(
            PassageComment.public_id == public_id,
            PassageComment.organisation_id == organisation_id,
        )
    ).one_or_none()
    if row is None:
        return None
    comment, name, answer = row
    place = comment_place(public_id, comment.person_id, organisation_id)
    return OpenComment(
        comment,
        CommentRow(*session.execute(ROW.where(PassageComment.id == comment.id)).one()),
        open_sealed(session, keys, place, comment.sealed),
        name if comment.named else "",
        answer,
    )
