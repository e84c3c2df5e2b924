"""The people a supervisor follows today, and those a session may be logged for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Row,
    bindparam,
    case,
    func,
    select,
    tuple_,
)
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.kernel.base import Id
from lms.organisations.models import Organisation
from lms.supervision.models import Agreement, Participation
from lms.supervision.queries.agreements import (
    SupervisorMembership,
    TraineeMembership,
    living,
    with_memberships,
)
from lms.supervision.queries.pages import PAGE, Asked, ListPage, named, page_of
from lms.supervision.queries.versions import latest

SHOWN_TO_LOG = 8
SUPERVISOR = bindparam("supervisor", type_=Id)
TODAY = bindparam("today", type_=Date)
ROWS = bindparam("rows", type_=Integer)
PICKED = Agreement.public_id.in_(bindparam("chosen", expanding=True))
BY_NAME = (TraineeMembership.sort_name, Agreement.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """Somebody under an active agreement, by the public id of the agreement."""

    public_id: str
    name: str
    organisation_name: str
    starts_on: date
    ends_on: date | None
    last_held_on: date | None
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Somebody a session may be logged for, by the public id of the agreement."""

    public_id: str
    name: str
    organisation_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Those who are chosen or match the search, and whether there are more people than shown."""

    rows: tuple[Choice, ...]
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveAgreement:
    """What logging needs to know of an agreement that holds today."""

    id: int
    public_id: str
    organisation_id: int
    trainee_id: int
    name: str
    starts_on: date
    ends_on: date | None


def people_of(
    session: Session,
    supervisor_id: int,
    *,
    today: date,
    words: str = "",
    after: str = "",
    limit: int = PAGE,
) -> ListPage[PersonRow]:
    """People under active agreements by name, with what was held; 1 statement."""
    found = session.execute(
        _people_asked(words, bool(after)),
        {"supervisor": supervisor_id, "today": today, "after": after, "rows": limit + 1},
    )
    return page_of(found.all(), _person, limit)


def choices_to_log(
    session: Session,
    supervisor_id: int,
    *,
    today: date,
    chosen: Collection[str] = (),
    words: str = "",
) -> Choices:
    """Whom a session may be logged for: the chosen first, then by name, 8 others at most."""
    shown = len(chosen) + SHOWN_TO_LOG
    asked = (
        _CHOICES.where(named(TraineeMembership.sort_name, words) | PICKED) if words else _CHOICES
    )
    found = session.execute(
        asked,
        {
            "supervisor": supervisor_id,
            "today": today,
            "chosen": list(chosen),
            "rows": shown + 1,
        },
    ).all()
    rows = tuple(Choice(**row._mapping) for row in found[:shown])
    return Choices(rows=rows, more=len(found) > shown)


def active_agreements(
    session: Session, supervisor_id: int, public_ids: Collection[str], *, today: date
) -> tuple[ActiveAgreement, ...]:
    """The chosen agreements that hold today, locked with their trainees until the transaction ends.

    The lock keeps the sum of somebody's minutes in a day when two supervisors log at once, and the
    last day of an agreement after its last session.
    """
    chosen = {"supervisor": supervisor_id, "chosen": list(public_ids), "today": today}
    found = session.execute(_TO_LOG, chosen)
    return tuple(ActiveAgreement(**row._mapping) for row in found)


def agreements_of_session(session: Session, session_id: int) -> tuple[ActiveAgreement, ...]:
    """The agreements under which a session was logged, their trainees locked as above."""
    found = session.execute(
        _active()
        .join(Participation, Participation.agreement_id == Agreement.id)
        .where(Participation.session_id == session_id)
        .order_by(Person.id)
        .with_for_update(key_share=True, of=[Person, Agreement])
    )
    return tuple(ActiveAgreement(**row._mapping) for row in found)


def _active() -> Asked:
    return select(
        Agreement.id,
        Agreement.public_id,
        Agreement.organisation_id,
        Agreement.trainee_id,
        Agreement.starts_on,
        Agreement.ends_on,
        Person.screen_name.label("name"),
    ).join(Person, Person.id == Agreement.trainee_id)


def _people() -> Asked:
    """By the supervisor's own few memberships, each with its organisation, then the people."""
    return (
        select(
            Agreement.public_id,
            Person.screen_name.label("name"),
            Organisation.name.label("organisation_name"),
        )
        .select_from(SupervisorMembership)
        .join(Organisation, Organisation.id == SupervisorMembership.organisation_id)
        .join(Agreement, Agreement.supervisor_membership_id == SupervisorMembership.id)
        .join(TraineeMembership, TraineeMembership.id == Agreement.trainee_membership_id)
        .join(Person, Person.id == TraineeMembership.person_id)
        .where(
            SupervisorMembership.person_id == SUPERVISOR,
            Agreement.supervisor_id == SUPERVISOR,
            living(TODAY),
        )
    )


def _people_asked(words: str, further: bool) -> Asked:
    """The page of people; `further` begins after the agreement named in the parameters."""
    asked = _FURTHER if further else _FIRST
    return asked.where(named(TraineeMembership.sort_name, words)) if words else asked


def _with_what_was_held() -> Asked:
    return (
        _people()
        .add_columns(
            Agreement.starts_on,
            Agreement.ends_on,
            _of_agreement(func.max(Participation.held_on)).label("last_held_on"),
            _of_agreement(func.coalesce(func.sum(Participation.minutes), 0)).label("minutes"),
        )
        .order_by(*BY_NAME)
        .limit(ROWS)
    )


def _after_last() -> ColumnElement[bool]:
    last = with_memberships(select(TraineeMembership.sort_name, Agreement.id)).where(
        Agreement.public_id == bindparam("after"), Agreement.supervisor_id == SUPERVISOR
    )
    return tuple_(*BY_NAME) > last.correlate(None).scalar_subquery()


def _of_agreement(figure: Any) -> Any:
    # One index holds all that this asks, however long the agreement has lasted.
    return (
        select(figure)
        .where(Participation.agreement_id == Agreement.id, latest())
        .select_from(Participation)
        .correlate(Agreement)
        .scalar_subquery()
    )


def _person(row: Row[*tuple[Any, ...]]) -> PersonRow:
    return PersonRow(**row._mapping)


# Put together once: that takes longer than to ask them.
_FIRST = _with_what_was_held()
_FURTHER = _FIRST.where(_after_last())
_CHOICES = _people().order_by(case((PICKED, 0), else_=1), *BY_NAME).limit(ROWS)
_TO_LOG = (
    with_memberships(_active())
    .where(Agreement.supervisor_id == SUPERVISOR, PICKED, living(TODAY))
    .order_by(Person.id, Agreement.id)
    .with_for_update(key_share=True, of=[Person, Agreement])
)
