"""Forms of invitations."""

from __future__ import annotations

from typing import Any

from wtforms import PasswordField, RadioField, SearchField, SelectField
from wtforms.validators import InputRequired, Length

from lms.kernel.actor import Role
from lms.web.fields import address_field, name_field, options, short
from lms.web.form import Form
from lms.web.i18n import lazy as _

LONGEST_PASSWORD = 200


class InviteForm(Form):
    """Somebody to invite, the role, and the programme when it is a training."""

    given_name = name_field(_("Given name"))
    family_name = name_field(_("Family name"), missing=_("Write the family name."))
    email = address_field(_("E-mail address"))
    role = RadioField(
        _("Role"),
        [InputRequired(_("Choose a role."))],
        choices=options(
            {
                Role.TRAINEE: _("In training"),
                Role.SUPERVISOR: _("Supervisor"),
                Role.MANAGER: _("Manager"),
            }
        ),
        coerce=Role,
        default=Role.TRAINEE,
    )
    version_id = SelectField(_("Programme"), coerce=int, description=_("For a person in training."))
    site_id = SelectField(_("Site"), coerce=int)
    locale = RadioField(
        _("Language of the message"),
        choices={"fr": "Français", "en": "English"},
        default="fr",
    )

    def __init__(self, versions: dict[int, str], sites: dict[int, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.version_id.choices = options(versions)
        self.site_id.choices = options({0: _("No particular site"), **sites})
        if not sites:
            del self.site_id


class AcceptForm(Form):
    """The names to use and a password, for somebody without an account."""

    given_name = name_field(_("Given name"), autocomplete="given-name")
    family_name = name_field(
        _("Family name"), missing=_("Write your family name."), autocomplete="family-name"
    )
    password = PasswordField(
        _("Choose a password"),
        [InputRequired(_("Choose a password.")), short(LONGEST_PASSWORD)],
        description=_("At least 12 characters. A short sentence that only you know works well."),
        render_kw={"autocomplete": "new-password"},
    )


class ConfirmForm(Form):
    """One press."""


class InvitationSearchForm(Form):
    """A search that lives in the address."""

    once = False

    class Meta(Form.Meta):
        csrf = False

    q = SearchField(_("Name or e-mail address"), [Length(max=100)])
