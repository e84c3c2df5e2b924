"""The forms that log and correct a session."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any, cast

from wtforms import BooleanField, RadioField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from lms.supervision.forms.fields import DayField, MinutesByPerson, MinutesField
from lms.supervision.models import SessionMode
from lms.supervision.operations.correct_session import CorrectSession
from lms.supervision.operations.log_session import LogSession
from lms.supervision.queries.people import Choices
from lms.supervision.rules.sessions import USUAL_MINUTES
from lms.web.form import Form
from lms.web.i18n import duration, gettext
from lms.web.i18n import lazy as _

OTHER = "other"
LONGEST_SEARCH = 100


def modes() -> dict[str, str]:
    """How people met, in the reader's words."""
    return {
        SessionMode.ON_SITE.value: gettext("On site"),
        SessionMode.VIDEO.value: gettext("Video call"),
        SessionMode.TELEPHONE.value: gettext("Telephone"),
    }


class FactsForm(Form):
    """When, how long and how: what logging and correcting share."""

    held_on = DayField(_("Held on"), [InputRequired(_("Choose the day of the session."))])
    length = RadioField(
        _("Length"),
        [InputRequired(_("Choose how long the session lasted."))],
        validate_choice=False,
    )
    minutes = MinutesField(
        _("Other length, in minutes"),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    mode = RadioField(
        _("How you met"), [InputRequired(_("Choose how you met."))], validate_choice=False
    )
    own_minutes = MinutesByPerson(_("Another length for somebody"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.length.choices = {str(usual): duration(usual) for usual in USUAL_MINUTES}
        self.length.choices[OTHER] = gettext("Other")
        self.mode.choices = modes()

    def validate_length(self, field: Any) -> None:
        """Only the choices shown; the other length must then be written."""
        if field.data not in field.choices:
            raise ValidationError(gettext("Choose how long the session lasted."))

    def validate_mode(self, field: Any) -> None:
        """Only the choices shown."""
        if field.data not in field.choices:
            raise ValidationError(gettext("Choose how you met."))

    def validate_minutes(self, field: Any) -> None:
        """Asked for with “other” only; a usual length makes it void."""
        if self.length.data != OTHER:
            field.errors = []
            field.process_errors = []
        elif field.data is None and not field.process_errors:
            raise ValidationError(gettext("Write how many minutes the session lasted."))

    def chosen_minutes(self) -> int:
        """The length of the session."""
        return int(str(self.minutes.data if self.length.data == OTHER else self.length.data))

    def chosen_day(self) -> date:
        """The day, which the validators ask for."""
        return cast(date, self.held_on.data)


class LogSessionForm(FactsForm):
    """A session that was held. People are agreements, by their public id."""

    words = StringField(
        _("Find somebody"),
        [Optional(), Length(max=LONGEST_SEARCH)],
        render_kw={"autocomplete": "off", "enterkeyhint": "search"},
    )
    people = SelectMultipleField(
        _("With"),
        [InputRequired(_("Choose who took part in the session."))],
        validate_choice=False,
    )
    confirmed = BooleanField(_("Yes, these were two separate sessions"))

    def show(self, choices: Choices) -> None:
        """The people that the page offers; with their organisation where a name comes twice."""
        names = Counter(row.name for row in choices.rows)
        self.people.choices = {
            row.public_id: f"{row.name}, {row.organisation_name}"
            if names[row.name] > 1
            else row.name
            for row in choices.rows
        }

    def order(self) -> LogSession:
        """What was filled in."""
        people = tuple(dict.fromkeys(self.people.data or ()))
        return LogSession(
            people=people,
            held_on=self.chosen_day(),
            minutes=self.chosen_minutes(),
            mode=SessionMode(self.mode.data),
            own_minutes=self.own_minutes.only(people),
            confirmed=bool(self.confirmed.data),
        )


class CorrectSessionForm(FactsForm):
    """The facts of a session as they should read."""

    def order(self, people: tuple[str, ...]) -> CorrectSession:
        """What was filled in, for the people of this session."""
        return CorrectSession(
            held_on=self.chosen_day(),
            minutes=self.chosen_minutes(),
            mode=SessionMode(self.mode.data),
            own_minutes=self.own_minutes.only(people),
        )


class ActForm(Form):
    """A form of one press: token and one-time key, nothing to fill in."""
