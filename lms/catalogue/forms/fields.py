"""Fields of the studio: French and English side by side, and what a form gives to the rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional, Regexp, StopValidation
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

    `add` is the name and the words of a button that asks for one more of something, `adds` several
    of them, which lead back to `leads_to`, the `anchor` of a group.
    """

    title: Any
    rows: tuple[tuple[str, ...], ...]
    hint: Any = ""
    add: tuple[str, Any] | None = None
    inner: bool = False
    adds: tuple[tuple[str, Any], ...] = ()
    anchor: str = ""
    leads_to: str = ""


class PageForm(Form):
    """A page of the studio; `marks` stand for its fields as they were when it was opened."""

    once = False
    marks = HiddenField()
    typed = HiddenField(default="0")
    """The version of what was autosaved of this page, as this tab knows it."""

    def values(self) -> Values:
        """The fields as the rules know them."""
        own = ("csrf_token", "marks", "typed")
        return {field.name: said(field.data) for field in self if field.name not in own}


def form_class(fields: Fields) -> type[PageForm]:
    """A form with these fields, in this order."""
    return type("PageForm", (PageForm,), fields)


def filled(fields: Fields, values: Mapping[str, str]) -> dict[str, Any]:
    """The values as WTForms wants them for these fields; others begin with what they begin with."""
    made: dict[str, Any] = {}
    for name, unbound in fields.items():
        if name not in values:
            continue
        value = values[name]
        kind = unbound.field_class
        if kind is SelectMultipleField:
            made[name] = value.split()
        else:
            made[name] = value == "y" if kind is BooleanField else value
    return made


def said(value: Any) -> str:
    """What a field holds, as the rules know it."""
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


SHARE = re.compile(r"-?\d{1,3}([.,]\d{1,5})?")
NUMBER_LOOK = {"inputmode": "decimal", "class": "input-s"}
DECIMAL = r"[+-]?\d{1,12}([.,]\d{1,6})?"


def share(label: Any, least: int = 0, **kwargs: Any) -> StringField:
    """A part of the whole in per cent; nothing is asked for."""
    wrong = _("Write a share from %(least)s to 100, for example 50.", least=least)

    def within(_form: Any, field: StringField) -> None:
        found = SHARE.fullmatch(field.data or "")
        if found is None or not least <= Decimal(found[0].replace(",", ".")) <= 100:
            raise StopValidation(wrong)

    return StringField(label, [Optional(), within], render_kw=NUMBER_LOOK, **kwargs)


def decimal(label: Any, *, signed: bool = True, **kwargs: Any) -> StringField:
    """A number that may have a comma, or a point."""
    shape = DECIMAL if signed else DECIMAL.removeprefix("[+-]?")
    wrong = Regexp(shape + r"\Z", message=_("Write a number alone, for example 12 or 12.5."))
    return StringField(label, [Optional(), wrong], render_kw=NUMBER_LOOK, **kwargs)


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
