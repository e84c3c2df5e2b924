"""Why signed facts were wrong, in words that say nothing of anybody."""

from __future__ import annotations

from lms.kernel.text import _
from lms.supervision.models import RevisionReason

REASONS = {
    RevisionReason.DAY: _("The day"),
    RevisionReason.LENGTH: _("The time counted"),
    RevisionReason.FORM: _("Individual or group"),
    RevisionReason.SEVERAL: _("Several of these"),
}
