"""The pictures that somebody made of their competencies, before and after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lms.assessment.models import Level, Moment, Positioning, PositioningLevel, PositioningText
from lms.assessment.rules.positioning import positioning_place
from lms.kernel.base import Id
from lms.kernel.keys import Keys
from lms.vault.operations import open_each


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One moment; levels and words by domain, empty where its reader may not read them."""

    public_id: str
    done_on: date
    shared: bool
    levels: Mapping[str, Level]
    words: Mapping[str, str]


Pictures = Mapping[Moment, Picture]


def pictures_of(
    session: Session, keys: Keys, person_id: int, enrolment_id: int, *, own: bool
) -> Pictures:
    """Both moments, as far as they were done; five statements at most.

    `own`: for the person; others read what is shared, and of the rest only that it was done.
    """
    rows = session.execute(_PICTURES, {"enrolment": enrolment_id}).all()
    open_ids = [row.id for row in rows if own or row.shared]
    levels, words = _levels(session, open_ids), _words(session, keys, person_id, open_ids)
    return {
        row.moment: Picture(
            public_id=row.public_id,
            done_on=row.done_on,
            shared=row.shared,
            levels=levels.get(row.id, {}),
            words=words.get(row.id, {}),
        )
        for row in rows
    }


def picture_at(session: Session, enrolment_id: int, moment: Moment) -> Positioning | None:
    """The picture of a moment, if it was made."""
    mine = (Positioning.enrolment_id == enrolment_id, Positioning.moment == moment)
    return session.scalars(select(Positioning).where(*mine)).one_or_none()


def positioned_on(
    session: Session, enrolment_ids: Sequence[int]
) -> Mapping[int, Mapping[Moment, date]]:
    """Whether and when, by training: all that managers see; one statement."""
    found: dict[int, dict[Moment, date]] = defaultdict(dict)
    for row in session.execute(_DAYS, {"enrolments": list(enrolment_ids)}):
        found[row.enrolment_id][row.moment] = row.done_on
    return found


def _levels(session: Session, ids: Sequence[int]) -> dict[int, dict[str, Level]]:
    found: dict[int, dict[str, Level]] = defaultdict(dict)
    for row in session.execute(_LEVELS, {"pictures": ids}) if ids else ():
        found[row.positioning_id][row.domain] = row.level
    return found


def _words(
    session: Session, keys: Keys, person_id: int, ids: Sequence[int]
) -> dict[int, dict[str, str]]:
    rows = session.execute(_WORDS, {"pictures": ids}).all() if ids else []
    places = [
        (positioning_place(row.public_id, person_id, row.organisation_id), row.sealed)
        for row in rows
    ]
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for row, said in zip(rows, open_each(session, keys, person_id, places), strict=True):
        found[row.positioning_id][row.domain] = said
    return found


# Put together once: that takes longer than to ask them.
_IDS: Any = bindparam("pictures", expanding=True, type_=Id)
_PICTURES = select(
    Positioning.id,
    Positioning.public_id,
    Positioning.moment,
    Positioning.done_on,
    Positioning.shared,
).where(Positioning.enrolment_id == bindparam("enrolment", type_=Id))
_LEVELS = select(
    PositioningLevel.positioning_id, PositioningLevel.domain, PositioningLevel.level
).where(PositioningLevel.positioning_id.in_(_IDS))
_WORDS = (
    select(
        PositioningText.positioning_id,
        PositioningText.public_id,
        PositioningText.domain,
        PositioningText.sealed,
        Positioning.organisation_id,
    )
    .join(Positioning, Positioning.id == PositioningText.positioning_id)
    .where(PositioningText.positioning_id.in_(_IDS))
)
_DAYS = select(Positioning.enrolment_id, Positioning.moment, Positioning.done_on).where(
    Positioning.enrolment_id.in_(bindparam("enrolments", expanding=True, type_=Id))
)
