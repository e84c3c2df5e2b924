"""Keeping beside each membership how it reads in lists, whenever a fact of that changed."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.accounts.operations.memberships import keep_standing
from lms.certification.queries.standings import newest_of


def list_again(session: Session, enrolment_id: int) -> None:
    """Judge the membership of this enrolment afresh by its newest training; two statements."""
    newest = newest_of(session, enrolment_id)
    keep_standing(session, newest.membership_id, newest.standing)
