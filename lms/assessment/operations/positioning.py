"""Placing oneself before or after the programme, once each, and choosing who reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.assessment.models import (
    Level,
    Moment,
    Positioning,
    PositioningLevel,
    PositioningText,
    Side,
)
from lms.assessment.operations.competencies import Said, SayLevels, say_levels
from lms.assessment.rules.positioning import LONGEST, positioning_place, refuse_closed
from lms.catalogue.rules.outline import VersionOutline
from lms.drafts.operations.drafts import too_long
from lms.journal.operations import record
from lms.kernel.database import insert_new
from lms.kernel.keys import Keys
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.learning.operations.moves import held_enrolment
from lms.learning.queries import progress_of
from lms.vault.operations import seal


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOneself:
    """A level for each domain that was answered, one's own words, and whether they are shared."""

    moment: Moment
    levels: Mapping[str, Level]
    words: Mapping[str, str]
    shared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """Whose picture, in which training, when; `new_id` gives a public id at each call."""

    person_id: int
    enrolment_id: int
    today: date
    now: datetime
    new_id: Callable[[], str]


def place_oneself(
    session: Session, keys: Keys, order: PlaceOneself, version: VersionOutline, by: Placing
) -> str:
    """Keep a picture for good; its public id. The same levels are said of today's competencies."""
    if not order.levels:
        raise RuleBroken("", _("Choose a level for one competency at least."))
    words = {code: said for code, said in order.words.items() if said.strip()}
    for code, said in words.items():
        if len(said) > LONGEST:
            raise RuleBroken(f"words_{code}", too_long(len(said)))
    enrolment = held_enrolment(session, by.enrolment_id)
    progress = progress_of(
        session, by.person_id, version, organisation_id=enrolment.organisation_id
    )
    refuse_closed(order.moment, version, progress)
    made = _picture(session, order, enrolment.organisation_id, by)
    for code, level in sorted(order.levels.items()):
        session.add(PositioningLevel(positioning_id=made.id, domain=code, level=level))
    for code, said in sorted(words.items()):
        _keep_words(session, keys, made, code, said, by)
    told = Said(
        enrolment_id=enrolment.id,
        organisation_id=enrolment.organisation_id,
        person_id=by.person_id,
        side=Side.OWN,
        by=by.person_id,
        today=by.today,
        now=by.now,
    )
    say_levels(session, SayLevels(levels=order.levels), told)
    return made.public_id


def share_positioning(session: Session, made: Positioning, *, shared: bool, now: datetime) -> None:
    """The person's own choice, at any time; the same choice once more changes nothing."""
    changed = session.scalar(
        update(Positioning)
        .where(Positioning.id == made.id, Positioning.shared.is_not(shared))
        .values(shared=shared)
        .returning(Positioning.id)
    )
    if changed is not None:
        _tell(session, "assessment.share_positioning", made, now)


def _picture(
    session: Session, order: PlaceOneself, organisation_id: int, by: Placing
) -> Positioning:
    public_id = by.new_id()
    first = insert_new(
        session,
        Positioning,
        public_id=public_id,
        person_id=by.person_id,
        enrolment_id=by.enrolment_id,
        organisation_id=organisation_id,
        moment=order.moment,
        shared=order.shared,
        done_on=by.today,
        done_at=by.now,
    )
    if not first:
        raise RuleBroken("", _("This picture was kept already: it does not change."))
    made = session.scalars(select(Positioning).where(Positioning.public_id == public_id)).one()
    _tell(session, "assessment.place_oneself", made, by.now)
    return made


def _keep_words(
    session: Session, keys: Keys, made: Positioning, code: str, words: str, by: Placing
) -> None:
    public_id = by.new_id()
    place = positioning_place(public_id, made.person_id, made.organisation_id)
    session.add(
        PositioningText(
            public_id=public_id,
            positioning_id=made.id,
            domain=code,
            sealed=seal(session, keys, place, words, now=by.now),
        )
    )


def _tell(session: Session, action: str, made: Positioning, now: datetime) -> None:
    record(
        session,
        action,
        now=now,
        actor_id=made.person_id,
        subject=("positioning", made.public_id),
        about=made.person_id,
        organisation_id=made.organisation_id,
    )
