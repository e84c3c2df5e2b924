"""Fields that only supervision asks for: a day as people write it, and minutes for each person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import Field, IntegerField
from wtforms.widgets import NumberInput

from lms.supervision.rules.sessions import LONGEST_MINUTES, SHORTEST_MINUTES
from lms.web.fields import DayField
from lms.web.i18n import gettext

LONGEST_NUMBER = 4
__all__ = ["DayField", "MinutesByPerson", "MinutesField"]


class MinutesField(IntegerField):
    """A whole number of minutes."""

    widget = NumberInput(min=SHORTEST_MINUTES, max=LONGEST_MINUTES, step=5)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """What was typed; an empty box is nothing, not a mistake."""
        typed = [value for value in valuelist if str(value).strip()]
        try:
            super().process_formdata(typed)
        except ValueError:
            raise ValueError(gettext("Write a number of minutes, for example 75.")) from None


class MinutesByPerson(Field):
    """Other minutes for some people: one input each, named `<field>-<key>`; empty when the same."""

    def __init__(self, label: Any, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.typed: dict[str, str] = {}
        self.data: dict[str, int] = {}

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Gather every input of this field; what is not a number is told beside it."""
        self.process_errors: list[str] = []
        self.data = dict(data) if isinstance(data, dict) else {}
        self.typed = {key: str(minutes) for key, minutes in self.data.items()}
        if not formdata:
            return
        prefix = f"{self.name}-"
        self.typed = {
            name[len(prefix) :]: formdata[name].strip()
            for name in formdata
            if name.startswith(prefix)
        }
        self.data = {}
        for key, typed in self.typed.items():
            self._take(key, typed)

    def only(self, keys: Iterable[str]) -> dict[str, int]:
        """The minutes of these people; a number left for somebody not chosen means nothing."""
        return {key: self.data[key] for key in keys if key in self.data}

    def _take(self, key: str, typed: str) -> None:
        if not typed:
            return
        if typed.isdecimal() and typed.isascii() and len(typed) <= LONGEST_NUMBER:
            self.data[key] = int(typed)
        else:
            wrong = gettext("Write a number of minutes, for example 45.")
            self.process_errors = [wrong]
