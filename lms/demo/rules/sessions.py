"""The supervision of the demo: agreements, sessions, and the words of their records.

No record names anybody who is accompanied, nor tells anything of a person's health.
"""

from __future__ import annotations

from dataclasses import dataclass

from lms.demo.rules import words
from lms.demo.rules.cast import RIVES, VAL
from lms.supervision.models import SessionMode, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Agrees:
    """Who supervises whom, where; who has accepted so far, and when it ended."""

    supervisor: str
    trainee: str
    place: str
    days: float
    accepted_by: tuple[str, ...] | None = None
    """None: both."""
    ended_days: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One trainee's part in a session, and how far its record has come."""

    who: str
    standing: Standing = Standing.COUNTERSIGNED
    shared: str = ""
    private: str = ""
    own: str = ""
    answer: str = ""
    answered_after: float = 1
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A session that was held some days ago."""

    days: float
    supervisor: str
    place: str
    minutes: int
    mode: SessionMode
    parts: tuple[Part, ...]


AGREEMENTS = (
    Agrees(supervisor="helene", trainee="malik", place=RIVES, days=90, ended_days=20),
    Agrees(supervisor="helene", trainee="elie", place=VAL, days=88, ended_days=24),
    Agrees(supervisor="helene", trainee="jeanne", place=RIVES, days=66),
    Agrees(supervisor="helene", trainee="denis", place=VAL, days=58),
    Agrees(supervisor="yann", trainee="theo", place=RIVES, days=55),
    Agrees(supervisor="helene", trainee="awa", place=RIVES, days=46),
    Agrees(supervisor="yann", trainee="gaelle", place=RIVES, days=40),
    Agrees(supervisor="helene", trainee="gaelle", place=VAL, days=27),
    Agrees(supervisor="helene", trainee="leila", place=VAL, days=24),
    Agrees(supervisor="yann", trainee="anton", place=RIVES, days=18),
    Agrees(supervisor="helene", trainee="suryani", place=VAL, days=4, accepted_by=("suryani",)),
    Agrees(supervisor="helene", trainee="zoe", place=RIVES, days=2, accepted_by=("helene",)),
)

VIDEO, PHONE, ON_SITE = SessionMode.VIDEO, SessionMode.TELEPHONE, SessionMode.ON_SITE


def _quiet(days: float, who: str, place: str, mode: SessionMode = ON_SITE) -> Held:
    """An hour with Hélène that was shared, signed and countersigned long ago."""
    part = Part(who=who, shared=words.EARLY)
    return Held(days=days, supervisor="helene", place=place, minutes=60, mode=mode, parts=(part,))


SESSIONS = (
    *(_quiet(days, "malik", RIVES) for days in (80, 66, 52, 38)),
    *(_quiet(days, "elie", VAL, VIDEO) for days in (76, 63, 49, 36)),
    *(_quiet(days, "jeanne", RIVES) for days in (58, 40)),
    _quiet(44, "denis", VAL, PHONE),
    Held(
        days=39,
        supervisor="helene",
        place=RIVES,
        minutes=60,
        mode=ON_SITE,
        parts=(Part(who="awa", shared=words.FRAME, own=words.OWN_FRAME),),
    ),
    Held(
        days=33,
        supervisor="yann",
        place=RIVES,
        minutes=60,
        mode=ON_SITE,
        parts=(Part(who="theo", shared=words.FRAME),),
    ),
    Held(
        days=26,
        supervisor="helene",
        place=RIVES,
        minutes=60,
        mode=VIDEO,
        parts=(Part(who="awa", shared=words.CHANCE_MEETING, private=words.PRIVATE_MEETING),),
    ),
    Held(
        days=20,
        supervisor="yann",
        place=RIVES,
        minutes=60,
        mode=PHONE,
        parts=(Part(who="theo", standing=Standing.SIGNED, shared=words.TEAM),),
    ),
    Held(
        days=15,
        supervisor="yann",
        place=RIVES,
        minutes=60,
        mode=ON_SITE,
        parts=(Part(who="gaelle", shared=words.FRAME),),
    ),
    Held(
        days=12,
        supervisor="helene",
        place=RIVES,
        minutes=90,
        mode=ON_SITE,
        parts=(
            Part(
                who="awa",
                standing=Standing.COMMENTED,
                shared=words.GROUP,
                answer=words.COMMENT,
            ),
            Part(who="jeanne", shared=words.GROUP, answered_after=2),
        ),
    ),
    Held(
        days=10,
        supervisor="helene",
        place=VAL,
        minutes=60,
        mode=VIDEO,
        parts=(Part(who="leila", shared=words.FRAME, answered_after=3),),
    ),
    Held(
        days=9,
        supervisor="helene",
        place=VAL,
        minutes=45,
        mode=ON_SITE,
        parts=(Part(who="gaelle", shared=words.WORDS),),
    ),
    Held(
        days=8,
        supervisor="yann",
        place=RIVES,
        minutes=60,
        mode=ON_SITE,
        parts=(
            Part(
                who="anton",
                standing=Standing.CONTESTED,
                shared=words.FRAME,
                answer=words.CONTEST,
            ),
        ),
    ),
    Held(
        days=5,
        supervisor="helene",
        place=RIVES,
        minutes=60,
        mode=ON_SITE,
        parts=(Part(who="jeanne", shared=words.CLOSING, answered_after=2),),
    ),
    Held(
        days=3,
        supervisor="helene",
        place=RIVES,
        minutes=45,
        mode=PHONE,
        parts=(
            Part(
                who="awa",
                standing=Standing.SIGNED,
                shared=words.WAITING_ROOM,
                private=words.PRIVATE_WAITING,
            ),
        ),
    ),
    Held(
        days=2,
        supervisor="yann",
        place=RIVES,
        minutes=60,
        mode=ON_SITE,
        parts=(Part(who="theo", standing=Standing.LOGGED, shared=words.TEAM, withdrawn=True),),
    ),
    Held(
        days=1,
        supervisor="helene",
        place=VAL,
        minutes=60,
        mode=VIDEO,
        parts=(Part(who="leila", standing=Standing.LOGGED, private=words.PRIVATE_CHECK),),
    ),
)
