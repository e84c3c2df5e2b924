"""Forms of a record: its texts, the signature and the answer."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, IntegerField
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from lms.web.fields import FreeText
from lms.web.form import Form
from lms.web.i18n import lazy as _

ROWS = {"shared": 8}


class TextForm(Form):
    """One text being written; its version, not a one-time key, keeps it from being doubled."""

    once = False
    version = IntegerField(
        widget=HiddenInput(), validators=[InputRequired(), NumberRange(min=0, max=2**31)]
    )
    text = FreeText(_("Text"), description="")

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A page holds several of these forms: their fields need names of their own.
        self.text.id = f"text-{kind}"
        self.text.render_kw = {"rows": ROWS.get(kind, 5)}


class PressForm(Form):
    """A single press: withdraw a record."""


class SignForm(Form):
    """The digest of the facts shown."""

    shown = HiddenField()


class AnswerForm(SignForm):
    """The answer of the trainee, with words for a comment or a contest."""

    text = FreeText(_("Your comment"), rows=6, description="")
