"""Keeping text that is being written, and forms that came too late."""

from lms.drafts.operations.drafts import (
    DraftNewer,
    SaveDraft,
    delete_expired,
    forget_draft,
    forget_drafts_about,
    save_draft,
    too_long,
)
from lms.drafts.operations.kept_forms import forget_form, keep_form

__all__ = [
    "DraftNewer",
    "SaveDraft",
    "delete_expired",
    "forget_draft",
    "forget_drafts_about",
    "forget_form",
    "keep_form",
    "save_draft",
    "too_long",
]
