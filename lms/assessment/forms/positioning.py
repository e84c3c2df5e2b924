"""A form with a line of levels and a place for words for each domain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import RadioField
from wtforms.validators import InputRequired, Optional

from lms.assessment.models import Level
from lms.assessment.rules.levels import LEVEL_WORDS, NOTHING, levels_in
from lms.assessment.rules.positioning import LONGEST
from lms.web.fields import FreeText, options
from lms.web.form import Form
from lms.web.i18n import lazy as _
from lms.web.i18n import sentence

SHARED, ALONE = "shared", "alone"
WHO_READS = options({SHARED: _("Me, and whoever accompanies my training"), ALONE: _("Me alone")})


class ShareForm(Form):
    """Who reads a picture that was made; the last choice holds."""

    once = False

    shared = RadioField(
        _("Who reads it"), [InputRequired(_("Choose who reads it."))], choices=WHO_READS
    )


class PositioningForm(Form):
    """See `positioning_form`, which adds the domains."""

    codes: tuple[str, ...] = ()

    shared = RadioField(
        _("Who reads it"),
        [InputRequired(_("Choose who reads it."))],
        choices=WHO_READS,
        description=_("You can change this at any time. Managers and employers never read it."),
    )

    @property
    def levels(self) -> dict[str, Level]:
        """The levels that were chosen."""
        return levels_in({code: self[f"level_{code}"].data for code in self.codes})

    @property
    def words(self) -> dict[str, str]:
        """What was written, by domain."""
        return {code: self[f"words_{code}"].data or "" for code in self.codes}


def positioning_form(titles: Mapping[str, str], newest: Mapping[str, Level]) -> PositioningForm:
    """With these domains, filled with what the person said of them last."""
    fields: dict[str, Any] = {"codes": tuple(titles)}
    levels = {str(level): sentence(said) for level, said in LEVEL_WORDS.items()}
    for code, title in titles.items():
        fields[f"level_{code}"] = RadioField(
            title,
            [Optional()],
            choices=options({NOTHING: _("Nothing to say"), **levels}),
            default=str(newest[code]) if code in newest else NOTHING,
        )
        fields[f"words_{code}"] = FreeText(_("In your words"), longest=LONGEST, rows=3)
    made: PositioningForm = type("PositioningOfVersion", (PositioningForm,), fields)()
    return made
