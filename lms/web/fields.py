"""Fields and validators that several rooms ask for, with their limits and their words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import escape
from wtforms import DateField, EmailField, Field, IntegerField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional
from wtforms.widgets import Input
from wtforms.widgets.core import clean_key

from lms.web.i18n import NO_BREAK, gettext
from lms.web.i18n import lazy as _

LONGEST_ADDRESS = 254
LONGEST_NAME = 80
LONGEST_NUMBER = 6
DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"]


def attributes(**given: Any) -> str:
    """HTML attributes, sorted by name; True stands alone and False is left out."""
    parts = []
    for name, value in sorted((clean_key(name), value) for name, value in given.items()):
        if value is True:
            parts.append(name)
        elif value is not False:
            quoted = str(escape(value)).replace('"', "&quot;")
            parts.append(f'{name}="{quoted}"')
    return " ".join(parts)


# WTForms formats each attribute as a template of its own: a fifth of the sign-in page's time.
Input.html_params = staticmethod(attributes)


def short(longest: int) -> Length:
    """At most so many signs, said in the reader's words."""
    return Length(max=longest, message=_("Use at most %(max)s signs.", max=longest))


def options(words: Mapping[Any, Any]) -> list[SelectChoice]:
    """Choices from {value: label}; WTForms' own short form does not take lazy labels."""
    return [SelectChoice(value=value, label=label) for value, label in words.items()]


def address_field(label: Any, autocomplete: str = "off", **kwargs: Any) -> EmailField:
    """A mail address."""
    wrong = _("Complete the e-mail address, for example name@example.org.")
    return EmailField(
        label,
        [InputRequired(wrong), short(LONGEST_ADDRESS), Email(wrong, test_environment=True)],
        render_kw={"autocomplete": autocomplete, "inputmode": "email", "spellcheck": "false"},
        filters=[_stripped],
        **kwargs,
    )


def name_field(
    label: Any, missing: Any = None, autocomplete: str = "off", **kwargs: Any
) -> StringField:
    """A name; it may stay empty unless a sentence says what is missing."""
    # DataRequired looks after the filters: a name of spaces only is missing.
    first = DataRequired(missing) if missing else Optional(strip_whitespace=False)
    return StringField(
        label,
        [first, short(LONGEST_NAME)],
        render_kw={"autocomplete": autocomplete, "spellcheck": "false"},
        filters=[_stripped],
        **kwargs,
    )


class OwnWords(Field):
    """What people write in their own words: work, exchanges, reflections, answers that they type.

    The one place that all of it passes before it is sealed, so that a check of what is written
    (names of people who are accompanied, for one) has a single door: `pre_validate`. What authors
    write for every reader does not come by here.
    """


class FreeText(OwnWords, TextAreaField):
    """A text in one's own words; without `longest` the operation says how long it may be."""

    def __init__(
        self, label: Any = None, *, longest: int | None = None, rows: int = 7, **kwargs: Any
    ) -> None:
        kwargs.setdefault("description", _("Name no person whom you accompany."))
        kwargs.setdefault("render_kw", {"rows": rows})
        super().__init__(label, [] if longest is None else [_fits(longest)], **kwargs)


class FreeLine(OwnWords, StringField):
    """A few words of one's own on a line: what is typed into a check, for one."""


def _fits(longest: int) -> Length:
    most = f"{longest:,}".replace(",", NO_BREAK)
    words = _("This text is too long: %(most)s signs fit.", most=most)
    return Length(max=longest, message=words)


def _stripped(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


class DayField(DateField):
    """A day, from the browser's calendar or typed like 20/11/2026."""

    def __init__(self, label: Any, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, format=DAYS, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Any of the usual ways to write a day."""
        try:
            super().process_formdata([str(value).strip() for value in valuelist])
        except ValueError:
            raise ValueError(gettext("Write the day like 20/11/2026.")) from None

    def _value(self) -> str:
        """What was typed, or the ISO form that calendars of browsers ask for."""
        if self.data is None and self.raw_data:
            return " ".join(self.raw_data)
        return self.data.isoformat() if self.data else ""


class NumberField(IntegerField):
    """A whole number; an empty box is nothing, not a mistake."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """What was typed, said back when it is no number."""
        typed = [value for value in valuelist if str(value).strip()]
        try:
            if any(len(str(value).strip()) > LONGEST_NUMBER for value in typed):
                raise ValueError
            super().process_formdata(typed)
        except ValueError:
            raise ValueError(gettext("Write a whole number, for example 12.")) from None
