"""Forms of one's pace: a pause, more time, and the words to a tutor."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import HiddenField, IntegerField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import HiddenInput

from lms.learning.models import ContactKind
from lms.learning.operations.pace import BeginPause
from lms.learning.rules.tutoring import LONGEST
from lms.web.fields import DayField, FreeText, options
from lms.web.form import Form
from lms.web.i18n import gettext
from lms.web.i18n import lazy as _

OPEN, UNTIL = "open", "day"
MOST_VERSIONS = 2**31
MODULE = "module_"
"""Before the short name of a module in the name of its field."""


class PauseForm(Form):
    """How long, and for which trainings; the button alone means: all of them, until I return."""

    length = RadioField(
        _("How long?"),
        choices=options(
            {
                OPEN: _("Until I come back, without a date"),
                "7": _("One week"),
                "14": _("Two weeks"),
                "28": _("Four weeks"),
                "56": _("Eight weeks"),
                UNTIL: _("Until a day of my choice"),
            }
        ),
        default=OPEN,
    )
    returns_on = DayField(
        _("The day on which I come back"), [Optional()], description=_("For “a day of my choice”.")
    )
    chosen = HiddenField(default="1")
    """Says that the list of trainings was shown."""
    trainings = SelectMultipleField(_("Which trainings?"), choices=[], validate_choice=False)

    def __init__(self, trainings: dict[str, str], **kwargs: Any) -> None:
        """`trainings`: public ids and titles."""
        super().__init__(**kwargs)
        self.trainings.choices = options(trainings)
        if self.trainings.data is None or not self.is_submitted():
            self.trainings.data = list(trainings)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """A day where a day is asked, and one training at least."""
        whole: bool = super().validate(*args, **kwargs)
        if self.length.data == UNTIL and self.returns_on.data is None and whole:
            self.returns_on.errors = [gettext("Choose the day on which you come back.")]
            return False
        if self.listed and not self.trainings.data:
            self.trainings.errors = [gettext("Choose a training at least.")]
            return False
        return whole

    def order(self) -> BeginPause:
        """What is asked for."""
        if self.length.data == UNTIL:
            return BeginPause(returns_on=self.returns_on.data)
        return BeginPause(days=None if self.length.data == OPEN else int(self.length.data))

    def picked(self, public_id: str) -> bool:
        """Whether that training is meant; without the list, all of them are."""
        return not self.listed or public_id in self.trainings.data

    @property
    def listed(self) -> bool:
        """Whether the person saw the list of trainings."""
        return bool(self.chosen.raw_data) and len(self.trainings.choices) > 1


class OneTrainingForm(Form):
    """One press about one training, or about all of them."""

    once = False
    training = HiddenField()


class ExtendForm(Form):
    """The day until which somebody is given time."""

    until = DayField(
        _("New deadline"),
        [InputRequired(_("Choose a day."))],
        description=_("No reason is asked, and the person needs to prove nothing."),
    )


class ModuleDaysForm(Form):
    """A day for each module, by its short name; see `module_days_form`."""

    names: tuple[str, ...] = ()

    def days(self) -> dict[str, date]:
        """The days that were chosen, by the modules' short names."""
        chosen = {name: self[name].data for name in self.names}
        return {name.removeprefix(MODULE): day for name, day in chosen.items() if day}


def module_days_form(modules: Mapping[str, str], days: Mapping[str, date]) -> ModuleDaysForm:
    """A day field for each module, filled with what is planned."""
    fields: dict[str, Any] = {"names": tuple(MODULE + slug for slug in modules)}
    for slug, title in modules.items():
        fields[MODULE + slug] = DayField(title, [Optional()], default=days.get(slug))
    made: ModuleDaysForm = type("DaysOfModules", (ModuleDaysForm,), fields)()
    return made


class MessageForm(Form):
    """A message; its draft is kept while it is written."""

    version = IntegerField(
        default=0, widget=HiddenInput(), validators=[Optional(), NumberRange(0, MOST_VERSIONS)]
    )
    text = FreeText(_("Your message"), longest=LONGEST)


class ContactForm(Form):
    """What was done towards somebody, without a word of it."""

    kind = RadioField(
        _("What happened?"),
        [InputRequired(_("Choose what happened."))],
        choices=options(
            {
                ContactKind.SPOKE: _("We spoke with each other"),
                ContactKind.TRIED: _("I called, nobody answered"),
            }
        ),
        coerce=ContactKind,
    )


class SettleForm(Form):
    """One press: the message needs no answer."""

    once = False
