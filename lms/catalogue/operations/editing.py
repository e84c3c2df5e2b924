"""Saving a page of the studio: what two authors wrote is brought together, never overwritten."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from lms.catalogue.models import ProgrammeDraft
from lms.catalogue.operations.drafts import Act, locked_files, replace_files
from lms.catalogue.rules.drafting.merging import Merged, Values, merge
from lms.catalogue.rules.drafting.pages import Page


def save_page(
    session: Session,
    draft: ProgrammeDraft,
    page: Page,
    sent: Values,
    *,
    marks: Mapping[str, str],
    act: Act,
) -> Merged:
    """Write the fields, unless somebody must choose first: then nothing is written.

    `marks` stand for the fields as they were when the page was opened.
    """
    files = locked_files(session, draft)
    merged = merge(marks, sent, page.read(files))
    if not merged.asked:
        replace_files(session, draft, page.write(files, merged.values), act=act)
    return merged
