"""The words of levels: there is no mark behind them."""

from __future__ import annotations

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
