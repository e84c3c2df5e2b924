"""Forms of links: making one, and asking to join by one without an account."""

from __future__ import annotations

from wtforms import BooleanField
from wtforms.validators import InputRequired

from lms.learning.forms.cohorts import PLACES
from lms.learning.rules.links import LONGEST_REQUEST
from lms.web.fields import DayField, FreeText, NumberField, address_field, name_field
from lms.web.form import Form
from lms.web.i18n import lazy as _


class LinkForm(Form):
    """Until when a link works, and for how many people."""

    ends_on = DayField(_("Last day of the link"), [InputRequired(_("Write the last day."))])
    places = NumberField(
        _("How many people may join by it?"),
        [InputRequired(_("Write a number between 1 and 500.")), PLACES],
    )


class NewcomerForm(Form):
    """Name and address of somebody without an account."""

    once = False

    given_name = name_field(_("Given name"), autocomplete="given-name")
    family_name = name_field(
        _("Family name"), missing=_("Write your family name."), autocomplete="family-name"
    )
    email = address_field(_("E-mail address"), autocomplete="email")


class RequestForm(Form):
    """Some words with a request, or none."""

    text = FreeText(
        _("Something that you wish to say (optional)"),
        longest=LONGEST_REQUEST,
        rows=5,
        description=_(
            "You need not write anything. Only the managers of the organisation read it. Name no"
            " other person."
        ),
    )
    leaves = BooleanField(_("I continue my training here"))
