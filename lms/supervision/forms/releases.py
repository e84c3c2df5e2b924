"""The form with which an author answers a request to read an aide-mémoire."""

from __future__ import annotations

from wtforms import RadioField
from wtforms.validators import InputRequired, Optional

from lms.supervision.models import RefusalReason
from lms.supervision.operations.release import Answer
from lms.web.fields import FreeText, options
from lms.web.form import Form
from lms.web.i18n import lazy as _

ANSWERS = {
    Answer.WHOLE.value: _("Let the person read the whole text"),
    Answer.PART.value: _("Let the person read it with parts struck out"),
    Answer.REFUSE.value: _("Refuse, and say why"),
}
REASONS = {
    RefusalReason.OTHERS.value: _("It speaks of other people, and cannot be read without that"),
    RefusalReason.SAFETY.value: _("Reading it could put somebody in danger"),
    RefusalReason.NOT_ABOUT.value: _("It says nothing about the person"),
}


class AnswerReleaseForm(Form):
    """Whole, in part, or not at all and why."""

    answer = RadioField(
        _("Your answer"),
        choices=options(ANSWERS),
        validators=[InputRequired(_("Choose one of the three answers."))],
    )
    text = FreeText(
        _("What the person will read"),
        description=_("Only if parts are struck out: remove them here, write […] in their place."),
        rows=8,
    )
    reason = RadioField(
        _("Reason for a refusal"),
        choices=options(REASONS),
        validators=[Optional()],
        validate_choice=False,
    )

    def order_reason(self) -> RefusalReason | None:
        """The reason that was chosen, if any."""
        return RefusalReason(self.reason.data) if self.reason.data in REASONS else None
