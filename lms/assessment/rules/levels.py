"""The words of levels: there is no mark behind them."""

from __future__ import annotations

from collections.abc import Mapping

from lms.assessment.models import Level
from lms.kernel.text import _

LEVEL_WORDS = {
    Level.DISCOVERED: _("Discovered"),
    Level.IN_PROGRESS: _("In progress"),
    Level.ACHIEVED: _("Achieved"),
    Level.TO_STRENGTHEN: _("To strengthen"),
    Level.NOT_YET: _("Not covered yet"),
}
"""In the order in which they are offered."""
NOTHING = "nothing"
"""What a form offers beside the levels: nothing to say."""


def levels_in(chosen: Mapping[str, str | None]) -> dict[str, Level]:
    """What was chosen, by code; a blank, which the fields let pass, is no choice."""
    return {code: Level(level) for code, level in chosen.items() if level in set(Level)}
