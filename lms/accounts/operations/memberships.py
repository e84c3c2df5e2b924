"""Giving a role, and ending it: it stops opening doors at the person's next request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, literal, select, update
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, MembershipState, Person, PersonState, RosterStanding
from lms.accounts.rules import sort_name
from lms.journal.operations import record
from lms.kernel.actor import Role
from lms.kernel.database import insert_new
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveRole:
    """Which role, where."""

    organisation_id: int
    role: Role
    site_id: int | None = None


def give_role(
    session: Session, order: GiveRole, *, person_id: int, public_id: str, today: date
) -> Membership:
    """The role of a person there, begun today unless it is held already; the caller journals.

    A suspended one stays so: only a manager opens what a manager has shut.
    """
    person = session.get_one(Person, person_id)
    insert_new(
        session,
        Membership,
        public_id=public_id,
        person_id=person_id,
        organisation_id=order.organisation_id,
        site_id=order.site_id,
        role=order.role,
        state=MembershipState.ACTIVE,
        sort_name=sort_name(person.given_name, person.family_name),
        starts_on=today,
    )
    return living_membership(session, person_id, order.organisation_id, order.role)


def living_membership(
    session: Session, person_id: int, organisation_id: int, role: Role
) -> Membership:
    """The membership of a person in a role that is not over; there is at most one."""
    return session.scalars(
        select(Membership).where(
            Membership.person_id == person_id,
            Membership.organisation_id == organisation_id,
            Membership.role == role,
            Membership.state != MembershipState.ENDED,
        )
    ).one()


def end_membership(
    session: Session, membership: Membership, *, by: int, today: date, now: datetime
) -> None:
    """End a role, once; what rests on it (training, agreements) is ended by the caller."""
    if membership.role is Role.MANAGER:
        keep_one_manager(session, membership)
    ended = session.scalars(
        update(Membership)
        .where(Membership.id == membership.id, Membership.state != MembershipState.ENDED)
        .values(
            state=MembershipState.ENDED,
            ended_on=today,
            standing=unless_issued(RosterStanding.ENDED),
        )
        .returning(Membership.id)
    ).all()
    if not ended:
        raise NotThere
    record(
        session,
        "accounts.end_membership",
        now=now,
        actor_id=by,
        subject=("membership", membership.public_id),
        about=membership.person_id,
        organisation_id=membership.organisation_id,
        role=membership.role,
    )


def keep_standing(session: Session, membership_id: int, standing: RosterStanding) -> None:
    """Let lists show and find the person in training under what was judged above."""
    session.execute(
        update(Membership)
        .where(Membership.id == membership_id, Membership.standing != standing)
        .values(standing=standing)
    )


def unless_issued(standing: RosterStanding) -> ColumnElement[RosterStanding]:
    """A certificate that was issued outlives the role."""
    kind = Membership.standing.type
    issued, other = (literal(s, kind) for s in (RosterStanding.ISSUED, standing))
    return case((Membership.standing == issued, issued), else_=other)


def keep_one_manager(session: Session, membership: Membership) -> None:
    """Refuse to lose the last one; the rows stay locked, so two cannot end each other at once."""
    managing = (
        select(Membership.id)
        .where(
            Membership.organisation_id == membership.organisation_id,
            Membership.role == Role.MANAGER,
            Membership.state == MembershipState.ACTIVE,
        )
        .order_by(Membership.id)
    )
    session.execute(managing.with_for_update())
    # Read again under the lock: whose account was closed meanwhile does not count.
    people = managing.join(Person, Person.id == Membership.person_id)
    with_account = session.scalars(people.where(Person.state == PersonState.ACTIVE)).all()
    if list(with_account) == [membership.id]:
        raise RuleBroken(
            "", _("Nobody else manages this organisation: invite another manager first.")
        )
