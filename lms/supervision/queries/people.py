"""The people a supervisor follows today, and those a session may be logged for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, case, func, select, tuple_
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.organisations.models import Organisation
from lms.supervision.models import Agreement, Participation, SupervisionSession
from lms.supervision.queries.agreements import TraineeMembership, living, with_memberships
from lms.supervision.queries.pages import PAGE, Asked, ListPage, named, page_of
from lms.supervision.queries.versions import latest

SHOWN_TO_LOG = 8


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
    asked = _people(supervisor_id, today).add_columns(
        Agreement.starts_on,
        Agreement.ends_on,
        _of_agreement(func.max(SupervisionSession.held_on)).label("last_held_on"),
        _of_agreement(func.coalesce(func.sum(Participation.minutes), 0)).label("minutes"),
    )
    if words:
        asked = asked.where(named(TraineeMembership.sort_name, words))
    if after:
        last = with_memberships(select(TraineeMembership.sort_name, Agreement.id)).where(
            Agreement.public_id == after, Agreement.supervisor_id == supervisor_id
        )
        name_and_id = tuple_(TraineeMembership.sort_name, Agreement.id)
        asked = asked.where(name_and_id > last.correlate(None).scalar_subquery())
    asked = asked.order_by(TraineeMembership.sort_name, Agreement.id).limit(limit + 1)
    return page_of(session.execute(asked).all(), _person, limit)


def choices_to_log(
    session: Session,
    supervisor_id: int,
    *,
    today: date,
    chosen: Collection[str] = (),
    words: str = "",
) -> Choices:
    """Whom a session may be logged for: the chosen first, then by name, 8 others at most."""
    asked = _people(supervisor_id, today)
    picked = Agreement.public_id.in_(chosen)
    if words:
        asked = asked.where(named(TraineeMembership.sort_name, words) | picked)
    shown = len(chosen) + SHOWN_TO_LOG
    found = session.execute(
        asked.order_by(case((picked, 0), else_=1), TraineeMembership.sort_name, Agreement.id).limit(
            shown + 1
        )
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
    found = session.execute(
        with_memberships(_active())
        .where(
            Agreement.supervisor_id == supervisor_id,
            Agreement.public_id.in_(public_ids),
            living(today),
        )
        .order_by(Person.id, Agreement.id)
        .with_for_update(key_share=True, of=[Person, Agreement])
    )
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


def _people(supervisor_id: int, today: date) -> Asked:
    return with_memberships(
        select(
            Agreement.public_id,
            Person.screen_name.label("name"),
            Organisation.name.label("organisation_name"),
        )
        .join(Person, Person.id == Agreement.trainee_id)
        .join(Organisation, Organisation.id == Agreement.organisation_id)
    ).where(Agreement.supervisor_id == supervisor_id, living(today))


def _of_agreement(figure: Any) -> Any:
    return (
        select(figure)
        .join(SupervisionSession, SupervisionSession.id == Participation.session_id)
        .where(Participation.agreement_id == Agreement.id, latest())
        .select_from(Participation)
        .correlate(Agreement)
        .scalar_subquery()
    )


def _person(row: Row[*tuple[Any, ...]]) -> PersonRow:
    return PersonRow(**row._mapping)
