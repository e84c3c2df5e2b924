"""Forms of accounts."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, EmailField, HiddenField, PasswordField, RadioField, StringField
from wtforms.validators import InputRequired

from lms.accounts.rules import LONGEST_PASSWORD
from lms.web.fields import LONGEST_ADDRESS, address_field, name_field, options, short
from lms.web.form import Form
from lms.web.i18n import lazy as _


def present_password(label: Any = None) -> PasswordField:
    """The password that the person has."""
    return PasswordField(
        label or _("Password"),
        [InputRequired(_("Write your password.")), short(LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )


def new_password() -> PasswordField:
    """The password that the person wants; its rules are the room's, not the form's."""
    return PasswordField(
        _("New password"),
        [InputRequired(_("Choose a password.")), short(LONGEST_PASSWORD)],
        description=_("At least 12 characters. A short sentence that only you know works well."),
        render_kw={"autocomplete": "new-password"},
    )


def any_address() -> EmailField:
    """An address that is only compared: whatever its shape, the answer is the same."""
    return EmailField(
        _("E-mail address"),
        [InputRequired(_("Write your e-mail address.")), short(LONGEST_ADDRESS)],
        render_kw={"autocomplete": "username", "inputmode": "email", "spellcheck": "false"},
    )


class SignInForm(Form):
    """Address and password."""

    once = False

    email = any_address()
    password = present_password()


class AskSignInLinkForm(Form):
    """The address to write to, if it has an account."""

    once = False

    email = any_address()


class UseSignInLinkForm(Form):
    """One press; the link itself works once."""

    once = False


class ForgottenPasswordForm(Form):
    """The address to write to, if it has an account."""

    once = False

    email = any_address()


class NewPasswordForm(Form):
    """A new password, after a mailed link; the link itself works once."""

    once = False

    password = new_password()


class ChangePasswordForm(Form):
    """The present password and a new one."""

    present = present_password(_("Your present password"))
    password = new_password()


class ChangeAddressForm(Form):
    """Another address, and the password."""

    email = address_field(_("New e-mail address"), autocomplete="email")
    present = present_password(_("Your password"))


class ChangeNamesForm(Form):
    """The four names."""

    given_name = name_field(_("Given name"), autocomplete="given-name")
    family_name = name_field(
        _("Family name"), missing=_("Write your family name."), autocomplete="family-name"
    )
    screen_name = name_field(
        _("Name on screen"),
        missing=_("Write the name that you want on screen."),
        description=_("What Sillage calls you, and what the people who work with you read."),
        autocomplete="nickname",
    )
    printed_name = name_field(
        _("Name to print"),
        missing=_("Write the name that your certificates show."),
        description=_(
            "Printed on the certificates issued from now on. The ones you already have keep theirs."
        ),
        autocomplete="name",
    )


class DisplayForm(Form):
    """How the person wants to read."""

    locale = RadioField(
        _("Language"),
        [InputRequired(_("Choose a language."))],
        choices=options({"fr": "Français", "en": "English"}),
        description=_("Also the language of the messages that you receive."),
    )
    theme = RadioField(
        _("Colours"),
        choices=options({"": _("Like my device"), "light": _("Light"), "dark": _("Dark")}),
        default="",
    )
    text_size = RadioField(
        _("Size of the text"),
        choices=options({"": _("Ordinary"), "large": _("Large"), "larger": _("Larger")}),
        default="",
    )

    easy_reading = BooleanField(
        _("Easy-to-read texts, where there are some"),
        description=_(
            "Short sentences and common words. What you have done counts the same in both texts."
        ),
    )


class EasyReadingForm(Form):
    """The switch between the ordinary texts and the easy ones, on the pages where one reads."""

    once = False

    easy = HiddenField()
    next = HiddenField()


class PressForm(Form):
    """One press."""


LONGEST_CODE = 60
LONGEST_ANSWER = 20_000
"""What a browser says of a passkey has one or two thousand signs."""


def app_code(label: Any = None) -> StringField:
    """The six figures of the moment; spaces and wide figures are the operation's to forgive."""
    return StringField(
        label or _("Code of 6 figures"),
        [InputRequired(_("Write the code that your app shows.")), short(LONGEST_CODE)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"},
    )


def passkey_answer() -> HiddenField:
    """What the browser says of a passkey; the page's script writes it."""
    words = _("Your browser gave no answer. Press the button once more.")
    return HiddenField(validators=[InputRequired(words), short(LONGEST_ANSWER)])


class CodeForm(Form):
    """The code of the authenticator app; each code counts once anyway."""

    once = False

    code = app_code()


class RecoveryCodeForm(Form):
    """A backup code; each counts once anyway."""

    once = False

    code = StringField(
        _("Backup code"),
        [InputRequired(_("Write one of your backup codes.")), short(LONGEST_CODE)],
        description=_("Four groups of four signs. Capitals and dashes do not matter."),
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )


class ShowPasskeyForm(Form):
    """A passkey's answer; each challenge counts once anyway."""

    once = False

    credential = passkey_answer()


class ConfirmForm(Form):
    """The password, once more."""

    once = False

    present = present_password(_("Your password"))


class AddAppForm(Form):
    """The secret that the page showed, sealed, and the first code that the app made of it."""

    secret = HiddenField()
    code = app_code()


def passkey_name() -> StringField:
    """What the person calls a passkey."""
    return name_field(
        _("Name"),
        missing=_("Write a name by which you will know it."),
        description=_("For example: my telephone."),
    )


class AddPasskeyForm(Form):
    """A new passkey and its name."""

    name = passkey_name()
    credential = passkey_answer()


class RenamePasskeyForm(Form):
    """Another name for a passkey."""

    name = passkey_name()
