"""A form with a line of levels for a domain and each of its statements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import RadioField
from wtforms.validators import Optional

from lms.assessment.models import Level
from lms.assessment.rules.levels import LEVEL_WORDS, NOTHING, levels_in
from lms.web.fields import options
from lms.web.form import Form
from lms.web.i18n import lazy as _
from lms.web.i18n import sentence


class LevelsForm(Form):
    """What one side says; what is not answered says nothing, and rows only follow a change."""

    once = False
    codes: tuple[str, ...] = ()

    @property
    def levels(self) -> dict[str, Level]:
        """The levels that were chosen."""
        return levels_in({code: self[field_name(code)].data for code in self.codes})


def field_name(code: str) -> str:
    """The name of the field of a domain or statement."""
    return f"level_{code.replace('.', '_')}"


def levels_form(lines: Mapping[str, str], newest: Mapping[str, Level]) -> LevelsForm:
    """A form with these lines, filled with what this side said last."""
    fields: dict[str, Any] = {"codes": tuple(lines)}
    words = {str(level): sentence(said) for level, said in LEVEL_WORDS.items()}
    for code, line in lines.items():
        fields[field_name(code)] = RadioField(
            line,
            [Optional()],
            choices=options(words if code in newest else {NOTHING: _("Nothing to say"), **words}),
            default=str(newest[code]) if code in newest else NOTHING,
        )
    made: LevelsForm = type("LevelsOfDomain", (LevelsForm,), fields)()
    return made
