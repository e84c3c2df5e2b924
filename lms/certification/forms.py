"""Forms of certification."""

from __future__ import annotations

from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import InputRequired

from lms.certification.models import WithdrawalReason
from lms.certification.rules.codes import LONGEST_TYPED
from lms.certification.rules.naming import LONGEST_NAME
from lms.web.fields import options, short
from lms.web.form import Form
from lms.web.i18n import lazy as _


class SeenForm(Form):
    """Issue or replace exactly what was shown."""

    seen = HiddenField()


class MoveForm(Form):
    """Go on with exactly the version that was shown."""

    seen = HiddenField()


class WithdrawForm(Form):
    """Why a certificate is withdrawn."""

    reason = RadioField(
        _("Why is it withdrawn?"),
        [InputRequired(_("Choose a reason."))],
        choices=options(
            {
                WithdrawalReason.ERROR: _("It was issued by mistake"),
                WithdrawalReason.FRAUD: _("It was obtained by fraud"),
                WithdrawalReason.HOLDER: _("The person asks for it"),
            }
        ),
        coerce=lambda value: WithdrawalReason(value) if value else None,
        description=_("Verification only says that it was withdrawn, never why."),
    )


class ChosenForm(Form):
    """Certificates chosen in a list; downloading them twice is no harm."""

    once = False


class CodeForm(Form):
    """The code of a document."""

    once = False

    code = StringField(
        _("Code of the certificate"),
        [InputRequired(_("Write the code printed on the document.")), short(LONGEST_TYPED)],
        description=_("16 signs, in the coloured band of the document."),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class NameForm(Form):
    """The family name on a document."""

    once = False

    family_name = StringField(
        _("Family name printed on the document"),
        [InputRequired(_("Write the family name printed on the document.")), short(LONGEST_NAME)],
        description=_("Capitals and accents do not matter."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
