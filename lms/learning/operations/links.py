"""Links of cohorts: made for so many places until a day, and closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from lms.journal.operations import record
from lms.kernel.keys import token_hash
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.learning.models import Cohort, CohortLink, CohortState
from lms.learning.operations.cohorts import lock_cohort
from lms.learning.operations.reviews import refuse_unreviewed

LONGEST_OPEN = timedelta(days=183)
MOST_LINKS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeLink:
    """Until which day a link works, and how many people may join by it."""

    ends_on: date
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MakingLink:
    """Who makes a link and when, and chance: its token and its public id."""

    by: int
    today: date
    now: datetime
    token: str
    public_id: str


def make_link(session: Session, cohort: Cohort, order: MakeLink, how: MakingLink) -> None:
    """Make a link of a cohort; its token is kept as a digest only."""
    if order.ends_on < how.today:
        raise RuleBroken("ends_on", _("This day is over. Choose today or a later day."))
    if order.ends_on > how.today + LONGEST_OPEN:
        raise RuleBroken(
            "ends_on", _("A link works for six months at most. Choose an earlier day.")
        )
    if lock_cohort(session, cohort.id).state is CohortState.CLOSED:
        raise RuleBroken("", _("This cohort is closed: nobody joins it any more."))
    if cohort.ends_on < how.today:
        raise RuleBroken("", _("This cohort is over: nobody joins it any more."))
    refuse_unreviewed(session, organisation_id=cohort.organisation_id, version_id=cohort.version_id)
    _refuse_too_many(session, cohort, how.today)
    session.add(
        CohortLink(
            public_id=how.public_id,
            cohort_id=cohort.id,
            organisation_id=cohort.organisation_id,
            token_hash=token_hash(how.token),
            places=order.places,
            taken=0,
            ends_on=order.ends_on,
            made_by=how.by,
            made_at=how.now,
        )
    )
    session.flush()
    _journal(session, "learning.make_link", cohort, how.public_id, by=how.by, now=how.now)


def close_link(session: Session, cohort: Cohort, public_id: str, *, by: int, now: datetime) -> None:
    """The link works no more, once; whoever joined by it stays."""
    closed = session.scalar(
        update(CohortLink)
        .where(
            CohortLink.public_id == public_id,
            CohortLink.cohort_id == cohort.id,
            CohortLink.closed_at.is_(None),
        )
        .values(closed_at=now)
        .returning(CohortLink.id)
    )
    if closed is not None:
        _journal(session, "learning.close_link", cohort, public_id, by=by, now=now)


def _refuse_too_many(session: Session, cohort: Cohort, today: date) -> None:
    working = select(func.count(CohortLink.id)).where(
        CohortLink.cohort_id == cohort.id,
        CohortLink.closed_at.is_(None),
        CohortLink.ends_on >= today,
    )
    if (session.scalar(working) or 0) >= MOST_LINKS:
        raise RuleBroken("", _("This cohort has 20 links that work. Close one of them first."))


def _journal(
    session: Session, action: str, cohort: Cohort, public_id: str, *, by: int, now: datetime
) -> None:
    record(
        session,
        action,
        now=now,
        actor_id=by,
        subject=("cohort_link", public_id),
        organisation_id=cohort.organisation_id,
    )
