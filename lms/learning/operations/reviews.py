"""Offering a version that was not wholly read over: refused, or on somebody's responsibility."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from lms.catalogue.queries import outline
from lms.journal.operations import record
from lms.kernel.database import insert_new
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.learning.models import ReviewResponsibility
from lms.learning.queries.reviews import needs_responsibility


def take_responsibility(
    session: Session, *, organisation_id: int, version_id: int, by: int, now: datetime
) -> None:
    """An organisation offers a version before its reviews are complete; the first one counts."""
    first = insert_new(
        session,
        ReviewResponsibility,
        organisation_id=organisation_id,
        version_id=version_id,
        person_id=by,
        taken_at=now,
    )
    if first:
        record(
            session,
            "learning.take_responsibility",
            now=now,
            actor_id=by,
            subject=("programme_version", outline(session, version_id).public_id),
            organisation_id=organisation_id,
        )


def refuse_unreviewed(session: Session, *, organisation_id: int, version_id: int) -> None:
    """Raise RuleBroken where people may not be invited on this version yet."""
    if needs_responsibility(session, organisation_id, version_id):
        words = _(
            "The reviews of this programme are not complete. Somebody who represents the"
            " organisation must take the responsibility first: see the note on this page."
        )
        raise RuleBroken("version_id", words)
