"""Fields of the studio: French and English side by side, and what a form gives to the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional, Regexp
from wtforms.widgets import DateInput

from lms.catalogue.rules.drafting.merging import Values
from lms.catalogue.rules.places import LANGUAGES
from lms.web.fields import options, short
from lms.web.form import Form
from lms.web.i18n import lazy as _

LONGEST_LINE = 200
LONGEST_WORDS = 1_000
LONGEST_TEXT = 30_000
WHOLE = r"\d{0,6}"
DAY = r"(\d{4}-\d\d-\d\d)?"
Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under one heading; each row holds one field, or the same one in two languages.

    `add` is the name and the words of a button that asks for one more of something.
    """

    title: Any
    rows: tuple[tuple[str, ...], ...]
    hint: Any = ""
    add: tuple[str, Any] | None = None
    inner: bool = False


class PageForm(Form):
    """A page of the studio; `marks` stand for its fields as they were when it was opened."""

    once = False
    marks = HiddenField()
    typed = HiddenField(default="0")
    """The version of what was autosaved of this page, as this tab knows it."""

    def values(self) -> Values:
        """The fields as the rules know them."""
        own = ("csrf_token", "marks", "typed")
        return {field.name: _said(field.data) for field in self if field.name not in own}


def form_class(fields: Fields) -> type[PageForm]:
    """A form with these fields, in this order."""
    return type("PageForm", (PageForm,), fields)


def filled(fields: Fields, values: Mapping[str, str]) -> dict[str, Any]:
    """The values as WTForms wants them for these fields."""
    made: dict[str, Any] = {}
    for name, unbound in fields.items():
        value = values.get(name, "")
        kind = unbound.field_class
        if kind is SelectMultipleField:
            made[name] = value.split()
        else:
            made[name] = value == "y" if kind is BooleanField else value
    return made


def _said(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return " ".join(value)
    if isinstance(value, bool):
        return "y" if value else ""
    return str(value or "").replace("\r\n", "\n").strip()


def line(label: Any, longest: int = LONGEST_LINE, **kwargs: Any) -> StringField:
    """One line of words; nothing is asked for: what lacks is said beside it once it is saved."""
    return StringField(label, [short(longest)], **kwargs)


def words(label: Any, longest: int = LONGEST_WORDS, rows: int = 3, **kwargs: Any) -> TextAreaField:
    """A few sentences."""
    return TextAreaField(label, [short(longest)], render_kw={"rows": rows}, **kwargs)


def text(label: Any, rows: int = 14, longest: int = LONGEST_TEXT, **kwargs: Any) -> TextAreaField:
    """A text with headings, lists and links."""
    return TextAreaField(
        label, [short(longest)], render_kw={"rows": rows, "data-markdown": True}, **kwargs
    )


def whole(label: Any, **kwargs: Any) -> StringField:
    """A number."""
    wrong = Regexp(WHOLE + r"\Z", message=_("Write a number, for example 15."))
    return StringField(
        label, [wrong], render_kw={"inputmode": "numeric", "class": "input-s"}, **kwargs
    )


def day(label: Any, **kwargs: Any) -> StringField:
    """A day."""
    wrong = Regexp(DAY + r"\Z", message=_("Choose a day."))
    return StringField(label, [Optional(), wrong], widget=DateInput(), **kwargs)


def tick(label: Any, **kwargs: Any) -> BooleanField:
    """Yes or no."""
    return BooleanField(label, **kwargs)


def one_of(label: Any, choices: Mapping[str, Any], **kwargs: Any) -> SelectField:
    """One of these; what is not among them any more stays nothing."""
    return SelectField(label, choices=options(choices), validate_choice=False, **kwargs)


def some_of(label: Any, choices: Mapping[str, Any], **kwargs: Any) -> SelectMultipleField:
    """Some of these."""
    return SelectMultipleField(label, choices=options(choices), validate_choice=False, **kwargs)


def pair(kind: Any, name: str, label: Any, **kwargs: Any) -> Fields:
    """The same field in both languages."""
    return {
        f"{name}_fr": kind(_("%(label)s (French)", label=label), **kwargs),
        f"{name}_en": kind(_("%(label)s (English)", label=label), **kwargs),
    }


def row(name: str) -> tuple[str, ...]:
    """The names of such a pair."""
    return tuple(f"{name}_{locale}" for locale in LANGUAGES)


def rows(*names: str) -> tuple[tuple[str, ...], ...]:
    """Several of them."""
    return tuple(row(name) for name in names)


def singles(*names: str) -> tuple[tuple[str, ...], ...]:
    """Fields on their own."""
    return tuple((name,) for name in names)
