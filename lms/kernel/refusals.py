"""How the domain says no."""

from __future__ import annotations

from lms.kernel.text import Text


class RuleBroken(Exception):
    """A rule refuses an order: `field` names the order's field, `sentence` tells the person."""

    def __init__(self, field: str, sentence: Text) -> None:
        super().__init__(str(sentence))
        self.field = field
        self.sentence = sentence


class ServiceAway(OSError):
    """Something that this one leans on does not answer now; the page says so with a 503."""


class NotThere(Exception):
    """The object does not exist for this person; the page answers 404 either way."""
