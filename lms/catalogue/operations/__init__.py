"""Publishing programmes, and writing the drafts that become their next versions."""

from lms.catalogue.operations.drafts import (
    Act,
    FileNewer,
    approve,
    drop_draft,
    mark_published,
    replace_files,
    send_back,
    send_for_review,
    start_draft,
    take_back,
    take_up_again,
    undo_last,
)
from lms.catalogue.operations.publishing import Publication, publish
from lms.catalogue.operations.releasing import publish_draft, refuse_unapproved

__all__ = [
    "Act",
    "FileNewer",
    "Publication",
    "approve",
    "drop_draft",
    "mark_published",
    "publish",
    "publish_draft",
    "refuse_unapproved",
    "replace_files",
    "send_back",
    "send_for_review",
    "start_draft",
    "take_back",
    "take_up_again",
    "undo_last",
]
