"""A supervisor's sessions: the list, one of them, and the last one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, bindparam, exists, select, tuple_
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, Person
from lms.kernel.actor import Actor
from lms.kernel.base import Id
from lms.kernel.refusals import NotThere
from lms.organisations.models import Organisation
from lms.supervision import policies
from lms.supervision.models import (
    Agreement,
    Participation,
    SessionKind,
    SessionMode,
    Standing,
    SupervisionSession,
)
from lms.supervision.queries.pages import PAGE, Asked, ListPage, named, page_of

SUPERVISOR = bindparam("supervisor", type_=Id)


class SessionFilter(StrEnum):
    """What a supervisor's list shows; the value stands in the address."""

    ALL = "all"
    TO_SIGN = "to-sign"
    WAITING = "waiting"


WANTED = {SessionFilter.TO_SIGN: Standing.LOGGED, SessionFilter.WAITING: Standing.SIGNED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One person's part; `public_id` is that of the record."""

    public_id: str
    id: int
    session_id: int
    agreement_public_id: str
    trainee_id: int
    name: str
    organisation_name: str
    minutes: int
    standing: Standing
    signed_at: datetime | None
    revises_id: int | None
    revised_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """A session with the part of each person."""

    public_id: str
    id: int
    held_on: date
    kind: SessionKind
    mode: SessionMode
    logged_at: datetime
    parts: tuple[Part, ...]

    @property
    def signed(self) -> bool:
        """Whether its facts are frozen: a signature covers them."""
        return any(part.standing is not Standing.LOGGED for part in self.parts)

    @property
    def revision(self) -> bool:
        """Whether it sets right what was signed of somebody's session."""
        return any(part.revises_id is not None for part in self.parts)

    @property
    def living(self) -> tuple[Part, ...]:
        """The parts that no signed revision replaces; the list shows these."""
        return tuple(part for part in self.parts if part.revised_at is None)

    @property
    def minutes(self) -> int:
        """The longest part: how long the session lasted."""
        return max(part.minutes for part in self.parts)


def sessions_of(
    session: Session,
    supervisor_id: int,
    *,
    wanted: SessionFilter = SessionFilter.ALL,
    words: str = "",
    after: str = "",
) -> ListPage[SessionRow]:
    """A supervisor's sessions, last held first, 25 a page; 2 statements."""
    asked = _LISTED[wanted]
    if words:
        asked = asked.where(_with_somebody(words))
    if after:
        asked = asked.where(_AFTER)
    held = session.scalars(asked, {"supervisor": supervisor_id, "after": after}).all()
    of_session = _parts_of(session, [row.id for row in held[:PAGE]])
    return page_of(held, lambda row: _session(row, of_session[row.id]))


def _listed(wanted: SessionFilter) -> Select[SupervisionSession]:
    parts = _LIVING
    if wanted in WANTED:
        parts = parts.where(Participation.standing == WANTED[wanted])
    return (
        select(SupervisionSession)
        .where(SupervisionSession.supervisor_id == SUPERVISOR, exists(parts))
        .order_by(SupervisionSession.held_on.desc(), SupervisionSession.id.desc())
        .limit(PAGE + 1)
    )


def _with_somebody(words: str) -> ColumnElement[bool]:
    of_somebody = _LIVING.join(Agreement, Agreement.id == Participation.agreement_id).join(
        Membership, Membership.id == Agreement.trainee_membership_id
    )
    # From the supervisor's few agreements, not from each session to the name of whoever came.
    mine = Agreement.supervisor_id == SUPERVISOR
    return exists(of_somebody.where(mine, named(Membership.sort_name, words)))


def _after_last() -> ColumnElement[bool]:
    last = select(SupervisionSession.held_on, SupervisionSession.id).where(
        SupervisionSession.public_id == bindparam("after"),
        SupervisionSession.supervisor_id == SUPERVISOR,
    )
    day_and_id = tuple_(SupervisionSession.held_on, SupervisionSession.id)
    return day_and_id < last.correlate(None).scalar_subquery()


def session_for(
    session: Session, public_id: str, actor: Actor, *, lock: bool = False
) -> SessionRow:
    """A session for the supervisor who logged it; `NotThere` for everybody else.

    `lock` keeps its rows until the transaction ends, so that nobody signs what is being changed.
    """
    asked = select(SupervisionSession).where(
        SupervisionSession.public_id == public_id, policies.sessions_within_reach(actor)
    )
    found = session.scalar(asked)
    if found is None:
        raise NotThere
    parts = _parts_of(session, [found.id], lock=lock)[found.id]
    if lock:
        # After the parts, in the order of those who sign, so that neither waits for the other.
        fresh = {"populate_existing": True}
        found = session.scalar(asked.with_for_update(), execution_options=fresh)
    if found is None or not parts:
        raise NotThere
    return _session(found, parts)


def last_session(session: Session, supervisor_id: int) -> SessionRow | None:
    """The session that the supervisor logged last: the next one begins as its copy."""
    held = session.scalar(_LAST, {"supervisor": supervisor_id})
    return _session(held, _parts_of(session, [held.id])[held.id]) if held else None


def _parts_of(
    session: Session, session_ids: list[int], *, lock: bool = False
) -> dict[int, tuple[Part, ...]]:
    found: dict[int, list[Part]] = {session_id: [] for session_id in session_ids}
    for row in session.execute(_PARTS_HELD if lock else _PARTS, {"sessions": session_ids}):
        found[row.session_id].append(Part(**row._mapping))
    return {session_id: tuple(parts) for session_id, parts in found.items()}


def _parts() -> Asked:
    """The parts of a page of sessions; each agreement is looked up once, however often it met."""
    held = select(*_FACTS, Participation.agreement_id).where(_OF_SESSIONS).cte("held")
    met = _with_faces(select(Agreement.id, Membership.sort_name).select_from(Agreement))
    faces = met.where(Agreement.id.in_(select(held.c.agreement_id))).cte("faces")
    faces = faces.prefix_with("MATERIALIZED")
    facts = (column for column in held.c if column.name != "agreement_id")
    names = (faces.c.agreement_public_id, faces.c.name, faces.c.organisation_name)
    return (
        select(*facts, *names)
        .join(faces, faces.c.id == held.c.agreement_id)
        .order_by(faces.c.sort_name, held.c.id)
    )


def _with_faces(asked: Asked) -> Asked:
    """The same statement with who was met under its agreements, and where."""
    return (
        asked.add_columns(
            Agreement.public_id.label("agreement_public_id"),
            Person.screen_name.label("name"),
            Organisation.name.label("organisation_name"),
        )
        .join(Membership, Membership.id == Agreement.trainee_membership_id)
        .join(Person, Person.id == Agreement.trainee_id)
        .join(Organisation, Organisation.id == Agreement.organisation_id)
    )


def _session(held: SupervisionSession, parts: tuple[Part, ...]) -> SessionRow:
    return SessionRow(
        public_id=held.public_id,
        id=held.id,
        held_on=held.held_on,
        kind=held.kind,
        mode=held.mode,
        logged_at=held.logged_at,
        parts=parts,
    )


# Put together once: that takes longer than to ask them.
_LIVING = select(Participation.id).where(
    Participation.session_id == SupervisionSession.id, Participation.revised_at.is_(None)
)
_LISTED = {wanted: _listed(wanted) for wanted in SessionFilter}
_AFTER = _after_last()
_LAST = (
    select(SupervisionSession)
    .where(SupervisionSession.supervisor_id == SUPERVISOR)
    .order_by(SupervisionSession.held_on.desc(), SupervisionSession.id.desc())
    .limit(1)
)
_FACTS = (
    Participation.public_id,
    Participation.id,
    Participation.session_id,
    Participation.trainee_id,
    Participation.minutes,
    Participation.standing,
    Participation.signed_at,
    Participation.revises_id,
    Participation.revised_at,
)
_OF_SESSIONS = Participation.session_id.in_(bindparam("sessions", expanding=True))
_PARTS = _parts()
_PARTS_HELD = (
    _with_faces(select(*_FACTS).join(Agreement, Agreement.id == Participation.agreement_id))
    .where(_OF_SESSIONS)
    .order_by(Membership.sort_name, Participation.id)
    .with_for_update(of=Participation)
)
