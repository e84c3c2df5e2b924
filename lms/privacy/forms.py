"""Forms of privacy."""

from __future__ import annotations

from wtforms import BooleanField
from wtforms.validators import InputRequired

from lms.web.form import Form
from lms.web.i18n import lazy as _


class PressForm(Form):
    """A single press: nothing to fill in."""


class EraseForm(Form):
    """The person says that they have read what goes and what stays."""

    understood = BooleanField(
        _("I have read what goes and what stays, and I want my account to be erased"),
        validators=[InputRequired(_("Tick this box to go on."))],
    )
