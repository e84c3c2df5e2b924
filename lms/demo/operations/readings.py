"""Managers open the pages of the people in training, so that each finds who read what."""

from __future__ import annotations

from contextlib import nullcontext

from lms.demo.operations.stage import Stage
from lms.demo.rules import cast
from lms.journal.operations import Reading, note_reading
from lms.kernel.actor import Role

LOOKED = (12.0, 2.0)
"""Days ago."""


def look_after(stage: Stage) -> None:
    """Two looks at each person who was there by then."""
    left, *_when = cast.LEAVES
    for joins in cast.MEMBERS:
        for days in LOOKED:
            if joins.role is Role.TRAINEE and joins.days > days and joins.who != left:
                _open_page(stage, joins, days)


def _open_page(stage: Stage, joins: cast.Joins, days: float) -> None:
    manager = "marianne" if joins.place == cast.VAL else "mathilde"
    read = Reading(
        action="home.read_person",
        about=stage.people[joins.who].id,
        subject=("membership", stage.member(joins.who, joins.place, Role.TRAINEE)),
        organisation_id=stage.places[joins.place].id,
    )
    actor = stage.acts(manager, Role.MANAGER)
    note_reading(stage.session, lambda: nullcontext(stage.session), read, actor, now=stage.at(days))
