"""Forms of accounts."""

from __future__ import annotations

from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from lms.accounts.rules import LONGEST_PASSWORD
from lms.web.form import Form
from lms.web.i18n import lazy as _

LONGEST_ADDRESS = 254


class SignInForm(Form):
    """Address and password."""

    once = False

    email = EmailField(
        _("E-mail address"),
        [InputRequired(_("Write your e-mail address.")), Length(max=LONGEST_ADDRESS)],
        render_kw={"autocomplete": "username", "inputmode": "email", "spellcheck": "false"},
    )
    password = PasswordField(
        _("Password"),
        [InputRequired(_("Write your password.")), Length(max=LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )
