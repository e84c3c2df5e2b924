"""The form that sets a signed session right."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField
from wtforms.validators import InputRequired, ValidationError

from lms.supervision.forms.sessions import FactsForm
from lms.supervision.models import RevisionReason, SessionKind, SessionMode
from lms.supervision.operations.revise import ReviseRecord
from lms.supervision.rules.revisions import REASONS
from lms.web.fields import FreeText
from lms.web.i18n import gettext, sentence
from lms.web.i18n import lazy as _


class ReviseForm(FactsForm):
    """The facts of one record as they should read, and why they were wrong."""

    kind = RadioField(
        _("Individual or group"),
        [InputRequired(_("Choose individual or group."))],
        validate_choice=False,
    )
    reason = RadioField(
        _("What was wrong"), [InputRequired(_("Choose what was wrong."))], validate_choice=False
    )
    text = FreeText(_("A word of explanation"), rows=4, description="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = {
            SessionKind.INDIVIDUAL.value: gettext("Individual"),
            SessionKind.GROUP.value: gettext("Group"),
        }
        self.reason.choices = {reason.value: sentence(words) for reason, words in REASONS.items()}

    def validate_kind(self, field: Any) -> None:
        """Only the choices shown."""
        if field.data not in field.choices:
            raise ValidationError(gettext("Choose individual or group."))

    def validate_reason(self, field: Any) -> None:
        """Only the choices shown."""
        if field.data not in field.choices:
            raise ValidationError(gettext("Choose what was wrong."))

    def order(self) -> ReviseRecord:
        """What was filled in."""
        return ReviseRecord(
            held_on=self.chosen_day(),
            minutes=self.chosen_minutes(),
            kind=SessionKind(self.kind.data),
            mode=SessionMode(self.mode.data),
            reason=RevisionReason(self.reason.data),
            text=self.text.data or "",
        )
