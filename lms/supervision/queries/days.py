"""What people already have on a day, so that no day has more than 24 hours."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Date, bindparam, func, select
from sqlalchemy.orm import Session

from lms.kernel.base import Instant
from lms.supervision.models import Participation, SupervisionSession
from lms.supervision.queries.versions import first_id, may_come_to_count
from lms.supervision.rules.signing import ANSWER_WITHIN


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldThatDay:
    """What somebody already has on a day, whoever logged it."""

    trainee_id: int
    supervisor_id: int
    organisation_id: int
    minutes: int

    def is_known_in(self, organisation_id: int, supervisor_id: int) -> bool:
        """Whether it may be told there: hours under another organisation stay unknown to this
        one, except to the supervisor who held them in both.
        """
        return self.organisation_id == organisation_id or self.supervisor_id == supervisor_id


def held_that_day(
    session: Session,
    trainee_ids: Collection[int],
    held_on: date,
    *,
    now: datetime,
    but: Collection[int] = (),
) -> tuple[HeldThatDay, ...]:
    """What these people already have on a day; 1 statement.

    Of versions that may still come to count, the longest of that day: whichever it will be, the
    day holds it. `but` leaves out parts by the id of their first version.
    """
    found = session.execute(
        _HELD,
        {
            "trainees": list(trainee_ids),
            "held_on": held_on,
            "but": list(but),
            "signed_by": now - ANSWER_WITHIN,
        },
    )
    return tuple(HeldThatDay(**row._mapping) for row in found)


# Put together once: that takes longer than to ask it.
_HELD = (
    select(
        Participation.trainee_id,
        SupervisionSession.supervisor_id,
        Participation.organisation_id,
        func.max(Participation.minutes).label("minutes"),
    )
    .join(SupervisionSession, SupervisionSession.id == Participation.session_id)
    .where(
        Participation.trainee_id.in_(bindparam("trainees", expanding=True)),
        SupervisionSession.held_on == bindparam("held_on", type_=Date),
        first_id().not_in(bindparam("but", expanding=True)),
        may_come_to_count(bindparam("signed_by", type_=Instant)),
    )
    .group_by(
        Participation.trainee_id,
        SupervisionSession.supervisor_id,
        Participation.organisation_id,
        first_id(),
    )
)
