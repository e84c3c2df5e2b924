"""Whether somebody may see the files of a published version."""

from __future__ import annotations

from sqlalchemy import BindParameter, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, MembershipState
from lms.catalogue.models import Programme, ProgrammeVersion
from lms.kernel.actor import Actor, Role
from lms.learning.models import Cohort, CohortStaff, Enrolment, EnrolmentState

PERSON: BindParameter[int] = bindparam("person")
VERSION: BindParameter[str] = bindparam("version")
IN_TRAINING = (
    exists()
    .where(
        Enrolment.version_id == ProgrammeVersion.id,
        Enrolment.person_id == PERSON,
        Enrolment.state == EnrolmentState.ACTIVE,
        Membership.id == Enrolment.membership_id,
        Membership.state == MembershipState.ACTIVE,
    )
    .correlate(ProgrammeVersion)
)
ACCOMPANIED = (
    exists()
    .where(
        or_(
            Cohort.version_id == ProgrammeVersion.id,
            exists().where(
                Enrolment.cohort_id == Cohort.id, Enrolment.version_id == ProgrammeVersion.id
            ),
        ),
        CohortStaff.cohort_id == Cohort.id,
        CohortStaff.person_id == PERSON,
        CohortStaff.ended_on.is_(None),
        Membership.id == CohortStaff.membership_id,
        Membership.state == MembershipState.ACTIVE,
    )
    .correlate(ProgrammeVersion)
)
WRITTEN = or_(
    Programme.organisation_id.is_(None), Programme.organisation_id == bindparam("organisation")
)
SEEN = {
    Role.TRAINEE: IN_TRAINING,
    Role.TRAINER: ACCOMPANIED,
    Role.TUTOR: ACCOMPANIED,
    Role.AUTHOR: WRITTEN,
    Role.MANAGER: WRITTEN,
}
ASKED = {
    role: select(ProgrammeVersion.id)
    .join(Programme, Programme.id == ProgrammeVersion.programme_id)
    .where(ProgrammeVersion.public_id == VERSION, sees)
    for role, sees in SEEN.items()
}


def version_seen_by(session: Session, actor: Actor, public_id: str) -> int | None:
    """The id of the version, for who reads, accompanies or offers it in this role."""
    asked = {
        "version": public_id,
        "person": actor.person_id,
        "organisation": actor.organisation_id,
    }
    statement = ASKED.get(actor.role) if actor.role else None
    if statement is None:
        return None
    return session.scalar(statement, asked)
