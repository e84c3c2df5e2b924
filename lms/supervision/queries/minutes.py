"""Minutes of supervision: as evidence for one organisation, and apart for the person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.organisations.models import Organisation
from lms.requirements.models import LedgerMinutes
from lms.supervision.models import Participation, Standing
from lms.supervision.queries.versions import counts
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
    parts = session.execute(
        select(
            Participation.public_id,
            Participation.minutes,
            Participation.standing,
            Participation.signed_at,
            Participation.organisation_id,
            Organisation.name,
        )
        .join(Organisation, Organisation.id == Participation.organisation_id)
        .where(Participation.trainee_id == trainee_id, counts(now))
        .order_by(Organisation.name, Organisation.id)
    ).all()
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
