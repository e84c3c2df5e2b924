"""What may be logged as a session: how many people, how long, and how far back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from lms.kernel.refusals import RuleBroken
from lms.kernel.text import Minutes, _
from lms.supervision.models import SessionKind
from lms.supervision.rules.signing import ShownStanding

SHORTEST_MINUTES = 15
LONGEST_MINUTES = 480
DAY_MINUTES = 24 * 60
MOST_PEOPLE = 10
LOGGED_WITHIN = timedelta(days=30)
USUAL_MINUTES = (30, 45, 60, 90)
DEFAULT_MINUTES = 60


STILL_TO_DO = (
    ShownStanding.LOGGED,
    ShownStanding.SIGNED,
    ShownStanding.UNANSWERED,
    ShownStanding.CONTESTED,
    ShownStanding.COMMENTED,
    ShownStanding.COUNTERSIGNED,
)


def leading_standing(parts: Iterable[ShownStanding]) -> ShownStanding:
    """How a whole session reads in a list: as the part that is furthest from its end."""
    return min(parts, key=STILL_TO_DO.index)


def kind_of(people: int) -> SessionKind:
    """One person: individual; from 2 to 10: a group."""
    refuse_people(people)
    return SessionKind.INDIVIDUAL if people == 1 else SessionKind.GROUP


def earliest_day(today: date) -> date:
    """The first day that can still be logged."""
    return today - LOGGED_WITHIN


def refuse_people(people: int) -> None:
    """`RuleBroken` beside `people` when there is nobody, or more than a group holds."""
    if people < 1:
        raise RuleBroken("people", _("Choose who took part in the session."))
    if people > MOST_PEOPLE:
        raise RuleBroken(
            "people",
            _("A group has %(most)s people at most. Log the others apart.", most=MOST_PEOPLE),
        )


def refuse_minutes(field: str, minutes: int) -> None:
    """`RuleBroken` beside `field` when nobody meets for so short or so long."""
    if not SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES:
        raise RuleBroken(
            field,
            _(
                "A session lasts from %(shortest)s to %(longest)s.",
                shortest=Minutes(SHORTEST_MINUTES),
                longest=Minutes(LONGEST_MINUTES),
            ),
        )


def refuse_day(held_on: date, today: date) -> None:
    """`RuleBroken` beside `held_on` when the day is to come or too long ago."""
    if held_on > today:
        raise RuleBroken("held_on", _("This day is still to come. Log a session once it was held."))
    if held_on < earliest_day(today):
        raise RuleBroken(
            "held_on",
            _("A session is logged within 30 days: from %(day)s on.", day=earliest_day(today)),
        )


def refuse_revised_day(held_on: date, logged_on: date) -> None:
    """`RuleBroken` beside `held_on` when the session could not have been logged when it was."""
    if not earliest_day(logged_on) <= held_on <= logged_on:
        raise RuleBroken(
            "held_on",
            _(
                "This session was logged on %(last)s: it was held from %(first)s to %(last)s.",
                first=earliest_day(logged_on),
                last=logged_on,
            ),
        )


def refuse_outside_agreement(
    held_on: date, starts_on: date, ends_on: date | None, *, name: str
) -> None:
    """`RuleBroken` beside `held_on` when the agreement with `name` did not hold on that day."""
    if held_on < starts_on:
        raise RuleBroken(
            "held_on",
            _(
                "Your agreement with %(name)s starts on %(day)s. Choose that day or a later one.",
                name=name,
                day=starts_on,
            ),
        )
    if ends_on is not None and held_on > ends_on:
        raise RuleBroken(
            "held_on",
            _(
                "Your agreement with %(name)s ended on %(day)s. Choose that day or an earlier one.",
                name=name,
                day=ends_on,
            ),
        )


def refuse_full_day(already: int, minutes: int, *, name: str) -> None:
    """`RuleBroken` beside `held_on` when somebody's sessions of one day pass 24 hours."""
    if already + minutes > DAY_MINUTES:
        raise RuleBroken(
            "held_on",
            _(
                "%(name)s already has %(already)s of supervision on that day."
                " One day has 24 hours.",
                name=name,
                already=Minutes(already),
            ),
        )
