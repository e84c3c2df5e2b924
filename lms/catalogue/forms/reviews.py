"""The form of a decision on a draft."""

from __future__ import annotations

from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired

from lms.web.fields import FreeText, options
from lms.web.form import Form
from lms.web.i18n import lazy as _

LONGEST_REVIEW = 4_000


class DecisionForm(Form):
    """Ready or not, with words for the authors."""

    verdict = RadioField(
        _("Your decision"),
        [InputRequired(_("Choose one of the two."))],
        choices=options(
            {"approved": _("It can be published"), "sent_back": _("It goes back to its authors")}
        ),
    )
    words = FreeText(
        _("Words for the authors"),
        longest=LONGEST_REVIEW,
        rows=5,
        description=_("Authors and managers of the organisation read them. Name no learner."),
    )
    revision = HiddenField()
