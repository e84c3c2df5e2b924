"""Many people in training at once, written in bulk."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, Person, RosterStanding
from lms.certification.models import EnrolmentStatus
from lms.kernel.actor import Role
from lms.learning.models import Enrolment
from lms.organisations.models import Organisation
from lms.web.page import now
from tests.make import today

FIRST = 1_000_000


def crowd(
    session: Session, organisation: Organisation, version_id: int, size: int, *, after: int = 0
) -> None:
    """People with an enrolment and its settled counters; every hundredth met the requirements."""
    moment = now()
    numbers = range(FIRST + after, FIRST + after + size)
    session.execute(insert(Person), [_person(n, moment) for n in numbers])
    session.execute(insert(Membership), [_membership(n, organisation.id) for n in numbers])
    session.execute(
        insert(Enrolment), [_enrolment(n, organisation.id, version_id, moment) for n in numbers]
    )
    session.execute(insert(EnrolmentStatus), [_status(n, organisation.id, moment) for n in numbers])


def _person(n: int, moment: datetime) -> dict[str, Any]:
    return {
        "id": n,
        "public_id": f"p{n}",
        "given_name": "Dominique",
        "family_name": f"Foule {n}",
        "screen_name": f"Dominique Foule {n}",
        "printed_name": f"Dominique Foule {n}",
        "email": f"{n}@exemple.test",
        "email_key": f"{n}@exemple.test",
        "password_hash": "",
        "created_at": moment,
    }


def _membership(n: int, organisation_id: int) -> dict[str, Any]:
    return {
        "id": n,
        "public_id": f"m{n}",
        "person_id": n,
        "organisation_id": organisation_id,
        "role": Role.TRAINEE,
        "sort_name": f"foule {n} dominique",
        "standing": RosterStanding.MET if n % 100 == 0 else RosterStanding.TRAINING,
        "starts_on": today(),
    }


def _enrolment(n: int, organisation_id: int, version_id: int, moment: datetime) -> dict[str, Any]:
    return {
        "id": n,
        "public_id": f"e{n}",
        "membership_id": n,
        "organisation_id": organisation_id,
        "person_id": n,
        "version_id": version_id,
        "enrolled_on": today(),
        "facts_changed_at": moment,
    }


def _status(n: int, organisation_id: int, moment: datetime) -> dict[str, Any]:
    return {
        "enrolment_id": n,
        "organisation_id": organisation_id,
        "met": n % 100 == 0,
        "steps_done": 3,
        "steps": 6,
        "training_minutes": 60,
        "supervision_minutes": 30,
        "unanswered_minutes": 0,
        "settled_at": moment,
    }
