"""Keeping text that is being written, and forms that came too late."""

from lms.drafts.operations.drafts import (
    DraftNewer,
    SaveDraft,
    delete_expired,
    save_draft,
    too_long,
)
from lms.drafts.operations.kept_forms import forget_form, keep_form

__all__ = [
    "DraftNewer",
    "SaveDraft",
    "delete_expired",
    "forget_form",
    "keep_form",
    "save_draft",
    "too_long",
]
