"""The forms that propose and end an agreement."""

from __future__ import annotations

from wtforms import HiddenField
from wtforms.validators import InputRequired

from lms.supervision.forms.fields import DayField
from lms.web.form import Form
from lms.web.i18n import lazy as _


class ProposeAgreementForm(Form):
    """The first day; both people were chosen on the pages before."""

    supervisor = HiddenField()
    trainee = HiddenField()
    starts_on = DayField(
        _("First day"),
        [InputRequired(_("Choose the first day."))],
        description=_("Sessions held from that day on can be logged."),
    )


class EndAgreementForm(Form):
    """The last day of an agreement."""

    ends_on = DayField(
        _("Last day"),
        [InputRequired(_("Choose the last day."))],
        description=_("The last session must be held and logged by that day. No reason is asked."),
    )
