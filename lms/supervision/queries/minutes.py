"""Minutes of supervision: as evidence for one organisation, and apart for the person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from lms.kernel.base import Id, Instant
from lms.organisations.models import Organisation
from lms.requirements.models import LedgerMinutes
from lms.supervision.models import Participation, Standing
from lms.supervision.queries.pages import Asked
from lms.supervision.queries.versions import counting, counts
from lms.supervision.rules.minutes import Totals, answer_due_at, ledger_minutes, totals
from lms.supervision.rules.signing import ANSWER_WITHIN


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationTotals:
    """A person's minutes under one organisation's agreements."""

    organisation_id: int
    organisation_name: str
    minutes: Totals


def supervision_minutes(
    session: Session, trainee_id: int, organisation_id: int, *, now: datetime
) -> LedgerMinutes:
    """What a person's sessions under this organisation's agreements prove today; 1 statement."""
    parts = session.execute(
        select(
            Participation.public_id,
            Participation.minutes,
            Participation.standing,
            Participation.signed_at,
        ).where(
            Participation.trainee_id == trainee_id,
            Participation.organisation_id == organisation_id,
            counts(now),
        )
    ).all()
    return ledger_minutes(parts, now=now)


def totals_of(
    session: Session, trainee_id: int, *, now: datetime
) -> tuple[OrganisationTotals, ...]:
    """A person's minutes of supervision, apart by organisation, by its name; 1 statement."""
    values = {"trainee": trainee_id, "signed_by": now - ANSWER_WITHIN}
    parts = session.execute(_BY_PLACE, values).all()
    places = {part.organisation_id: part.name for part in parts}
    return tuple(
        OrganisationTotals(
            organisation_id=place,
            organisation_name=name,
            minutes=totals((p for p in parts if p.organisation_id == place), now=now),
        )
        for place, name in places.items()
    )


def next_unanswered_change(
    session: Session, trainee_id: int, organisation_id: int, now: datetime
) -> datetime | None:
    """When the next signature will read as unanswered, if nobody answers before; 1 statement."""
    first = session.scalar(
        select(func.min(Participation.signed_at)).where(
            Participation.trainee_id == trainee_id,
            Participation.organisation_id == organisation_id,
            Participation.standing == Standing.SIGNED,
            Participation.signed_at > now - ANSWER_WITHIN,
        )
    )
    return answer_due_at(first) if first else None


def _by_place() -> Asked:
    """The parts that count; each organisation is looked up once, however many there are."""
    parts = (
        select(
            Participation.public_id,
            Participation.minutes,
            Participation.standing,
            Participation.signed_at,
            Participation.organisation_id,
        )
        .where(
            Participation.trainee_id == bindparam("trainee", type_=Id),
            counting(bindparam("signed_by", type_=Instant)),
        )
        .cte("parts")
    )
    places = (
        select(Organisation.id, Organisation.name)
        .where(Organisation.id.in_(select(parts.c.organisation_id)))
        .cte("places")
        .prefix_with("MATERIALIZED")
    )
    return (
        select(*parts.c, places.c.name)
        .join(places, places.c.id == parts.c.organisation_id)
        .order_by(places.c.name, places.c.id)
    )


# Put together once: that takes longer than to ask it.
_BY_PLACE = _by_place()
