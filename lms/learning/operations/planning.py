"""Planning by when a cohort has done each module."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from lms.journal.operations import record
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.learning.models import Cohort, ModuleDeadline
from lms.learning.operations.cohorts import lock_cohort
from lms.learning.queries.pace import modules_of


def plan_modules(
    session: Session, cohort: Cohort, days: Mapping[str, date], *, by: int, now: datetime
) -> None:
    """Keep these days, by the modules' short names, in the place of those before."""
    lock_cohort(session, cohort.id)
    for module, due_on in days.items():
        _refuse_day(cohort, module, due_on)
    if modules_of(session, [cohort.id]).get(cohort.id, {}) == dict(days):
        return
    session.execute(delete(ModuleDeadline).where(ModuleDeadline.cohort_id == cohort.id))
    session.add_all(
        ModuleDeadline(cohort_id=cohort.id, module=module, due_on=due_on)
        for module, due_on in days.items()
    )
    record(
        session,
        "learning.plan_modules",
        now=now,
        actor_id=by,
        subject=("cohort", cohort.public_id),
        organisation_id=cohort.organisation_id,
    )


def _refuse_day(cohort: Cohort, module: str, due_on: date) -> None:
    last = cohort.deadline or cohort.ends_on
    if not cohort.starts_on <= due_on <= last:
        raise RuleBroken(
            f"module_{module}",
            _(
                "Choose a day from %(first)s to %(last)s, or leave the box empty.",
                first=cohort.starts_on,
                last=last,
            ),
        )
