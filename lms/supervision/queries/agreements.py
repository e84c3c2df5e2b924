"""Agreements: one for those it concerns, an organisation's list, and those that hold on a day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    Subquery,
    and_,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Session, aliased

from lms.accounts.models import Membership, MembershipState, Person
from lms.kernel.actor import Actor, Role
from lms.kernel.refusals import NotThere
from lms.organisations.models import Organisation
from lms.supervision import policies
from lms.supervision.models import (
    Agreement,
    AgreementState,
    Participation,
)
from lms.supervision.queries.pages import PAGE, Asked, ListPage, named, page_of
from lms.supervision.rules.agreements import shown_state

SupervisorMembership = aliased(Membership, name="supervisor_membership")
TraineeMembership = aliased(Membership, name="trainee_membership")
Supervisor = aliased(Person, name="supervisor")
Trainee = aliased(Person, name="trainee")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRow:
    """An agreement in a list; its state as it reads today."""

    public_id: str
    state: AgreementState
    starts_on: date
    ends_on: date | None
    organisation_name: str
    supervisor_id: int
    supervisor_name: str
    supervisor_accepted_at: datetime | None
    trainee_id: int
    trainee_name: str
    trainee_accepted_at: datetime | None

    def accepted_by(self, person_id: int) -> bool:
        """Whether this side has said yes."""
        mine = person_id == self.supervisor_id
        return (self.supervisor_accepted_at if mine else self.trainee_accepted_at) is not None

    def awaits(self, person_id: int) -> bool:
        """Whether the agreement waits for this person's answer."""
        mine = person_id in {self.supervisor_id, self.trainee_id}
        return self.state is AgreementState.PROPOSED and mine and not self.accepted_by(person_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody who may be one side of an agreement, by the public id of the membership."""

    public_id: str
    id: int
    person_id: int
    name: str


def living(today: date | BindParameter[date]) -> ColumnElement[bool]:
    """Agreements that hold today; asks for the two memberships to be joined."""
    return and_(
        Agreement.state == AgreementState.ACTIVE,
        or_(Agreement.ends_on.is_(None), Agreement.ends_on >= today),
        SupervisorMembership.state == MembershipState.ACTIVE,
        TraineeMembership.state == MembershipState.ACTIVE,
    )


def with_memberships(asked: Asked) -> Asked:
    """The same statement with both sides' memberships joined to its agreements."""
    return asked.join(
        SupervisorMembership, SupervisorMembership.id == Agreement.supervisor_membership_id
    ).join(TraineeMembership, TraineeMembership.id == Agreement.trainee_membership_id)


def agreement_for(
    session: Session, public_id: str, actor: Actor, *, today: date
) -> tuple[Agreement, AgreementRow]:
    """The agreement for somebody it concerns; `NotThere` for everybody else."""
    asked = _rows().add_columns(Agreement)
    found = session.execute(
        asked.where(Agreement.public_id == public_id, policies.agreements_within_reach(actor))
    ).one_or_none()
    if found is None:
        raise NotThere
    return found.Agreement, _row(found, today)


def agreements_in(
    session: Session,
    organisation_id: int,
    *,
    today: date,
    state: AgreementState | None = None,
    words: str = "",
    after: str = "",
) -> ListPage[AgreementRow]:
    """An organisation's agreements, newest first, 25 a page."""
    asked = _rows().where(Agreement.organisation_id == organisation_id)
    if state is not None:
        asked = asked.where(_reads_as(state, today))
    if words:
        # Names once, then agreements from the newest on: no name is looked up for each of them.
        trainees = _namesakes(organisation_id, Role.TRAINEE, words)
        supervisors = _namesakes(organisation_id, Role.SUPERVISOR, words)
        asked = asked.where(
            or_(
                Agreement.trainee_membership_id.in_(select(trainees.c.id)),
                Agreement.supervisor_membership_id.in_(select(supervisors.c.id)),
            )
        )
    if after:
        last = select(Agreement.id).where(
            Agreement.public_id == after, Agreement.organisation_id == organisation_id
        )
        asked = asked.where(Agreement.id < last.scalar_subquery())
    found = session.execute(asked.order_by(Agreement.id.desc()).limit(PAGE + 1)).all()
    return page_of(found, lambda row: _row(row, today))


def agreements_of_trainee(
    session: Session, trainee_id: int, *, today: date
) -> tuple[AgreementRow, ...]:
    """A trainee's proposed and active agreements, across organisations."""
    states = (AgreementState.PROPOSED, AgreementState.ACTIVE)
    found = session.execute(
        _rows()
        .where(Agreement.trainee_id == trainee_id, Agreement.state.in_(states))
        .where(or_(Agreement.ends_on.is_(None), Agreement.ends_on >= today))
        .order_by(Agreement.state.desc(), Agreement.id)
    )
    return tuple(_row(row, today) for row in found)


def last_held_on(session: Session, agreement_id: int) -> date | None:
    """The day of the last session logged under an agreement, as it reads now."""
    return session.scalar(
        select(Participation.held_on)
        .where(Participation.agreement_id == agreement_id, Participation.revised_at.is_(None))
        .order_by(Participation.held_on.desc())
        .limit(1)
    )


def members(
    session: Session,
    organisation_id: int,
    role: Role,
    *,
    but: int = 0,
    words: str = "",
    after: str = "",
    limit: int = PAGE,
) -> ListPage[Member]:
    """People who hold a role in the organisation today, by name, without the person `but`."""
    asked = _members(organisation_id, role).where(Membership.person_id != but)
    name: tuple[Any, ...] = (Membership.sort_name, Membership.id)
    if words:
        fit = _namesakes(organisation_id, role, words)
        asked, name = asked.join(fit, fit.c.id == Membership.id), (fit.c.sort_name, fit.c.id)
    if after:
        last = select(Membership.sort_name, Membership.id).where(
            Membership.public_id == after, Membership.organisation_id == organisation_id
        )
        asked = asked.where(tuple_(*name) > last.correlate(None).scalar_subquery())
    asked = asked.order_by(*name).limit(limit + 1)
    return page_of(session.execute(asked).all(), _member, limit)


def _namesakes(organisation_id: int, role: Role, words: str) -> Subquery:
    """Memberships by the names in them: one index of the organisation holds all that this asks."""
    fit = aliased(Membership)
    asked = select(fit.id, fit.sort_name).where(
        fit.organisation_id == organisation_id, fit.role == role, named(fit.sort_name, words)
    )
    return asked.subquery()


def chosen_members(
    session: Session, organisation_id: int, public_ids: Collection[str]
) -> dict[Role, Member]:
    """The supervisor and the trainee whose memberships were chosen, by role."""
    asked = _members(organisation_id, Role.SUPERVISOR, Role.TRAINEE)
    found = session.execute(asked.where(Membership.public_id.in_(public_ids)))
    return {row.role: _member(row) for row in found}


def _members(organisation_id: int, *roles: Role) -> Asked:
    return (
        select(
            Membership.public_id,
            Membership.id,
            Membership.person_id,
            Membership.role,
            Person.screen_name.label("name"),
        )
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.role.in_(roles),
            Membership.state == MembershipState.ACTIVE,
        )
    )


def _member(row: Row[*tuple[Any, ...]]) -> Member:
    return Member(public_id=row.public_id, id=row.id, person_id=row.person_id, name=row.name)


def _reads_as(state: AgreementState, today: date) -> ColumnElement[bool]:
    over = and_(Agreement.state == AgreementState.ACTIVE, Agreement.ends_on < today)
    if state is AgreementState.ENDED:
        return or_(Agreement.state == state, over)
    if state is AgreementState.ACTIVE:
        still = or_(Agreement.ends_on.is_(None), Agreement.ends_on >= today)
        return and_(Agreement.state == state, still)
    return Agreement.state == state


def _rows() -> Asked:
    return (
        select(
            Agreement.public_id,
            Agreement.state,
            Agreement.starts_on,
            Agreement.ends_on,
            Agreement.supervisor_id,
            Agreement.supervisor_accepted_at,
            Agreement.trainee_id,
            Agreement.trainee_accepted_at,
            Organisation.name.label("organisation_name"),
            Supervisor.screen_name.label("supervisor_name"),
            Trainee.screen_name.label("trainee_name"),
        )
        .join(Organisation, Organisation.id == Agreement.organisation_id)
        .join(Supervisor, Supervisor.id == Agreement.supervisor_id)
        .join(Trainee, Trainee.id == Agreement.trainee_id)
    )


def _row(row: Row[*tuple[Any, ...]], today: date) -> AgreementRow:
    return AgreementRow(
        public_id=row.public_id,
        state=shown_state(row.state, row.ends_on, today),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        organisation_name=row.organisation_name,
        supervisor_id=row.supervisor_id,
        supervisor_name=row.supervisor_name,
        supervisor_accepted_at=row.supervisor_accepted_at,
        trainee_id=row.trainee_id,
        trainee_name=row.trainee_name,
        trainee_accepted_at=row.trainee_accepted_at,
    )
