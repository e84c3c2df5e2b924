"""Whether the database is still empty, and the rows that the demo's operations go on with."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from lms.accounts.models import Invitation, Membership, Person
from lms.kernel.actor import Role
from lms.learning.models import Enrolment
from lms.organisations.models import Organisation
from lms.supervision.models import Participation


def is_empty(session: Session) -> bool:
    """Whether nobody and nothing but a curriculum is there."""
    rooms = (Organisation, Person, Invitation)
    return not any(session.scalar(select(exists().where(room.id > 0))) for room in rooms)


def enrolment_of(session: Session, person_id: int, organisation_id: int) -> Enrolment:
    """The training of a person under an organisation."""
    return session.scalars(
        select(Enrolment).where(
            Enrolment.person_id == person_id, Enrolment.organisation_id == organisation_id
        )
    ).one()


def membership_of(session: Session, person_id: int, organisation_id: int, role: Role) -> Membership:
    """A role of a person in an organisation."""
    return session.scalars(
        select(Membership).where(
            Membership.person_id == person_id,
            Membership.organisation_id == organisation_id,
            Membership.role == role,
        )
    ).one()


def record_ids_of(session: Session, session_id: int) -> dict[int, str]:
    """The records of one session: their public ids by trainee."""
    rows = session.execute(
        select(Participation.trainee_id, Participation.public_id).where(
            Participation.session_id == session_id
        )
    )
    return {row.trainee_id: row.public_id for row in rows}
