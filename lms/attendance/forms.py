"""Forms of group sessions and of their sheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TimeField,
    URLField,
)
from wtforms.validators import URL, InputRequired, NumberRange, Optional, Regexp

from lms.attendance.models import LateReason, MarkKind
from lms.web.fields import DayField, NumberField, name_field, options, short
from lms.web.form import Form
from lms.web.i18n import gettext
from lms.web.i18n import lazy as _

CLOCKS = ["%H:%M", "%Hh%M", "%H.%M", "%H:%M:%S", "%Hh"]
LONGEST_LINK = 500


class ClockField(TimeField):
    """A time of day, from the browser or typed like 9 h 30."""

    def __init__(self, label: Any, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, format=CLOCKS, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Any of the usual ways to write it."""
        try:
            super().process_formdata(["".join(str(v).split()).lower() for v in valuelist])
        except ValueError:
            raise ValueError(gettext("Write the hour like 9:30.")) from None


class PlanForm(Form):
    """What a session is, when and where."""

    title = name_field(_("Title"), missing=_("Write a title."))
    module_id = SelectField(_("Module"), coerce=int)
    day = DayField(_("Day"), [InputRequired(_("Write the day."))])
    first_begins = ClockField(_("Begins at"), [InputRequired(_("Write the hour."))])
    first_ends = ClockField(_("Ends at"), [InputRequired(_("Write the hour."))])
    second_begins = ClockField(_("Second half-day, begins at"), [Optional()])
    second_ends = ClockField(_("Second half-day, ends at"), [Optional()])
    place = name_field(_("Venue"))
    link = URLField(
        _("Link, for a session at a distance"),
        [
            Optional(),
            short(LONGEST_LINK),
            Regexp("https://", message=_("Write an address that begins with https://.")),
            URL(message=_("Write an address that begins with https://.")),
        ],
    )
    trainers = SelectMultipleField(
        _("Who leads"), [InputRequired(_("Choose who leads the session."))], coerce=int
    )
    capacity = NumberField(
        _("Number of places"),
        [Optional(), NumberRange(1, 500, _("Write a number between 1 and 500."))],
    )
    make_up = BooleanField(
        _("A make-up session, for people who missed another"),
        description=_("It counts for who signs, and adds nothing to what is planned."),
    )
    times = NumberField(
        _("How many sessions, at the same hour?"),
        [
            InputRequired(_("Plan between 1 and 30 sessions at a time.")),
            NumberRange(1, 30, _("Plan between 1 and 30 sessions at a time.")),
        ],
        default=1,
    )
    weeks = RadioField(_("One session"), coerce=int, default=1)

    def __init__(
        self, modules: Mapping[int, str], leaders: Mapping[int, str], *, again: bool, **kwargs: Any
    ) -> None:
        """`again`: whether the session is there already, and no series is asked for."""
        super().__init__(**kwargs)
        self.module_id.choices = options({0: _("No particular module"), **modules})
        self.trainers.choices = options(leaders)
        self.weeks.choices = options(
            {1: _("every week"), 2: _("every two weeks"), 4: _("every four weeks")}
        )
        if again:
            del self.times
            del self.weeks


class PressForm(Form):
    """One press."""


class SignForm(Form):
    """One's own signature; with a reason when it comes late."""

    late_reason = RadioField(
        _("Why do you sign after the time?"),
        validators=[InputRequired(_("Say why you sign after the time."))],
        coerce=LateReason,
    )

    def __init__(self, *, late: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.late_reason.choices = options(
            {
                LateReason.FORGOT: _("I forgot"),
                LateReason.NO_NETWORK: _("No network there"),
                LateReason.NO_DEVICE: _("No telephone with me"),
                LateReason.OTHER: _("It was not possible then"),
            }
        )
        if not late:
            del self.late_reason


class PassForm(Form):
    """Somebody signs on the telephone that goes round: their name, chosen and typed."""

    person = RadioField(_("I am"), [InputRequired(_("Choose your name."))])
    name = StringField(
        _("Type your name to sign"),
        [InputRequired(_("Type your name as it is shown above.")), short(120)],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )

    def __init__(self, people: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.person.choices = options(people)


class AbsenceForm(Form):
    """Somebody was away."""

    person = RadioField(_("Who was away?"), [InputRequired(_("Choose somebody."))])
    kind = RadioField(
        _("How"),
        [InputRequired(_("Choose one of the two."))],
        choices=options(
            {
                MarkKind.ABSENT_TOLD: _("Said so before"),
                MarkKind.ABSENT: _("Without a word before"),
            }
        ),
        coerce=MarkKind,
    )

    def __init__(self, people: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.person.choices = options(people)
