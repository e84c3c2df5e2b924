"""When an agreement may start and end, and how its state reads on a given day."""

from __future__ import annotations

from datetime import date, timedelta

from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.supervision.models import AgreementState

STARTS_BACK = timedelta(days=30)
AHEAD = timedelta(days=366)


def shown_state(state: AgreementState, ends_on: date | None, today: date) -> AgreementState:
    """An agreement whose last day has passed reads as ended, whether or not a row says so."""
    over = ends_on is not None and ends_on < today
    return AgreementState.ENDED if state is AgreementState.ACTIVE and over else state


def refuse_start(starts_on: date, today: date) -> None:
    """`RuleBroken` beside `starts_on` outside 30 days back and a year ahead."""
    if not today - STARTS_BACK <= starts_on <= today + AHEAD:
        raise RuleBroken(
            "starts_on",
            _(
                "Choose a day from %(first)s to %(last)s.",
                first=today - STARTS_BACK,
                last=today + AHEAD,
            ),
        )


def refuse_end(ends_on: date, *, starts_on: date, last_held_on: date | None, today: date) -> None:
    """`RuleBroken` beside `ends_on` when sessions would lie outside, or a year from now."""
    if ends_on < starts_on:
        raise RuleBroken(
            "ends_on", _("This agreement starts on %(day)s. Choose a later day.", day=starts_on)
        )
    if last_held_on is not None and ends_on < last_held_on:
        raise RuleBroken(
            "ends_on",
            _(
                "A session was held on %(day)s. Choose that day or a later one.",
                day=last_held_on,
            ),
        )
    if ends_on > today + AHEAD:
        raise RuleBroken(
            "ends_on", _("Choose a day before %(day)s.", day=today + AHEAD + timedelta(days=1))
        )
