"""The people in training of one organisation: pages by name, search, standings and counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    tuple_,
    union,
)
from sqlalchemy.orm import Session, aliased

from lms.accounts.models import Membership, MembershipState, Person, RosterStanding
from lms.certification.models import Certificate, CertificateState, EnrolmentStatus, FileState
from lms.certification.queries import unsettled
from lms.certification.rules.standing import roster_standing
from lms.kernel.actor import Role
from lms.kernel.base import Id, Instant
from lms.kernel.folding import fold
from lms.learning.models import Enrolment, EnrolmentState
from lms.supervision.queries.pages import Asked

PAGE = 25
COUNTED_UP_TO = 1_000
MOST_WORDS = 5
ORGANISATION = bindparam("organisation", type_=Id)
NOW: ColumnElement[datetime] = bindparam("now", type_=Instant)
LOOKED_AT = 50
"""How many of the enrolments that changed last are looked at before a list is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """One person in training; the counters are those of the newest enrolment, once settled."""

    public_id: str
    name: str
    membership_state: MembershipState
    ended_on: date | None
    enrolment_id: int | None
    enrolment_state: EnrolmentState | None
    settled: bool
    met: bool | None
    steps_done: int | None
    steps: int | None
    training_minutes: int | None
    supervision_minutes: int | None
    unanswered_minutes: int | None
    certificate: str | None
    number: str | None
    issued_at: datetime | None
    file_state: FileState | None

    @property
    def ended(self) -> bool:
        """Whether the training is over, with or without a certificate."""
        over = self.enrolment_state is EnrolmentState.ENDED
        return over or self.membership_state is MembershipState.ENDED

    @property
    def suspended(self) -> bool:
        """Whether a manager suspended the role."""
        return self.membership_state is MembershipState.SUSPENDED

    @property
    def standing(self) -> RosterStanding:
        """The one word for this person."""
        return roster_standing(
            issued=self.certificate is not None,
            ended=self.ended,
            suspended=self.suspended,
            met=bool(self.met),
        )

    @property
    def ready(self) -> bool:
        """Whether the certificate's document can be downloaded."""
        return self.file_state is FileState.READY


@dataclass(frozen=True, slots=True)
class RosterPage:
    """Rows, and the keys that lead to the pages before and after."""

    rows: tuple[RosterRow, ...]
    previous: str | None
    next: str | None

    @property
    def unsettled(self) -> tuple[int, ...]:
        """Enrolments shown whose counters are out of date."""
        stale = (row.enrolment_id for row in self.rows if not row.settled)
        return tuple(found for found in stale if found is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list is asked for; all of it stands in the address."""

    words: str = ""
    standing: RosterStanding | None = None
    after: str = ""
    before: str = ""


def roster_page(
    session: Session, organisation_id: int, wanted: Wanted, *, now: datetime
) -> RosterPage:
    """25 people by name; one statement."""
    found = _found(session, organisation_id, wanted, now)
    rows = tuple(map(_row, found[:PAGE]))
    more = len(found) > PAGE
    if wanted.before:
        rows = rows[::-1]
        return RosterPage(
            rows, rows[0].public_id if more else None, rows[-1].public_id if rows else None
        )
    return RosterPage(
        rows,
        rows[0].public_id if rows and wanted.after else None,
        rows[-1].public_id if more else None,
    )


def roster_counts(session: Session, organisation_id: int) -> dict[RosterStanding | None, int]:
    """How many people each filter holds (None: all), counted up to one more than 1,000."""
    found = session.execute(_counting(), {"organisation": organisation_id}).one()
    return dict(zip((None, *RosterStanding), found, strict=True))


# Built once: putting these statements together costs more than running them.
@cache
def _counting() -> Select[*tuple[Any, ...]]:
    asked = [_count(None).label("everybody")]
    return select(*asked, *(_count(standing).label(standing.value) for standing in RosterStanding))


def _count(standing: RosterStanding | None) -> Any:
    asked = select(Membership.id).where(*_listed(standing)).limit(COUNTED_UP_TO + 1)
    return select(func.count()).select_from(asked.subquery()).scalar_subquery()


def lately_unsettled(session: Session, organisation_id: int, *, now: datetime) -> tuple[int, ...]:
    """Enrolments to settle, among those that changed last or that time has changed.

    Bounded whatever the size of the organisation; the worker settles the others.
    """
    return tuple(session.scalars(_lately(), {"organisation": organisation_id, "now": now}))


@cache
def _lately() -> Select[int]:
    last = (
        select(Enrolment.id, Enrolment.facts_changed_at)
        .where(Enrolment.organisation_id == ORGANISATION)
        .order_by(Enrolment.facts_changed_at.desc())
        .limit(LOOKED_AT)
    )
    # Their facts as they were read in the index: none is looked for a second time.
    changed = aliased(Enrolment, last.subquery())
    stale = (
        select(changed.id)
        .outerjoin(EnrolmentStatus, EnrolmentStatus.enrolment_id == changed.id)
        .where(unsettled(NOW, changed))
        .limit(PAGE)
    )
    due = (
        select(EnrolmentStatus.enrolment_id.label("id"))
        .where(
            EnrolmentStatus.organisation_id == ORGANISATION,
            EnrolmentStatus.next_change_at <= NOW,
        )
        .limit(PAGE)
    )
    both = union(select(stale.subquery()), select(due.subquery())).subquery()
    return select(both.c.id).limit(PAGE)


def _found(
    session: Session, organisation_id: int, wanted: Wanted, now: datetime
) -> Sequence[Row[Any]]:
    """One more than a page, from the nearest to the place asked for onwards."""
    way = Way.BACK if wanted.before else Way.ON if wanted.after else Way.FIRST
    # Only what has few forms is kept: nobody's search stays in memory.
    asked = (
        _asked(wanted.standing, way, wanted.words) if wanted.words else _kept(wanted.standing, way)
    )
    values = {"organisation": organisation_id, "now": now, "place": wanted.before or wanted.after}
    return session.execute(asked, values).all()


class Way(Enum):
    """From where a page is read, and in which direction."""

    FIRST = 0
    ON = 1
    BACK = 2


@cache
def _kept(standing: RosterStanding | None, way: Way) -> Asked:
    return _asked(standing, way, "")


def _asked(standing: RosterStanding | None, way: Way, words: str) -> Asked:
    shown = _shown(standing, way, words).subquery()
    order: tuple[Any, ...] = (shown.c.sort_name, shown.c.id)
    if way is Way.BACK:
        order = tuple(column.desc() for column in order)
    asked = _people().add_columns((~unsettled(NOW)).label("settled"))
    return asked.join(shown, shown.c.id == Membership.id).order_by(*order)


def _shown(standing: RosterStanding | None, way: Way, words: str) -> Asked:
    """Who is on the page: an index alone holds all that this asks."""
    key = tuple_(Membership.sort_name, Membership.id)
    asked: Asked = select(Membership.id, Membership.sort_name)
    asked = asked.where(*_listed(standing), *_searched(words)).limit(PAGE + 1)
    if way is Way.BACK:
        asked = asked.where(key < _place())
        return asked.order_by(Membership.sort_name.desc(), Membership.id.desc())
    if way is Way.ON:
        asked = asked.where(key > _place())
    return asked.order_by(Membership.sort_name, Membership.id)


@cache
def _people() -> Asked:
    """Memberships with their newest enrolment, its counters and its valid certificate."""
    other = aliased(Enrolment)
    # "+ 0" keeps PostgreSQL from walking the whole primary key to find the greatest id.
    newest = (
        select(func.max(other.id + 0))
        .where(other.membership_id == Membership.id)
        .correlate(Membership)
        .scalar_subquery()
    )
    valid = Certificate.state == CertificateState.VALID
    return (
        select(
            Membership.public_id,
            Person.screen_name.label("name"),
            Membership.state.label("membership_state"),
            Membership.ended_on,
            Enrolment.id.label("enrolment_id"),
            Enrolment.state.label("enrolment_state"),
            EnrolmentStatus.met,
            EnrolmentStatus.steps_done,
            EnrolmentStatus.steps,
            EnrolmentStatus.training_minutes,
            EnrolmentStatus.supervision_minutes,
            EnrolmentStatus.unanswered_minutes,
            Certificate.public_id.label("certificate"),
            Certificate.number,
            Certificate.issued_at,
            Certificate.file_state,
        )
        .join_from(Membership, Person, Person.id == Membership.person_id)
        .outerjoin(
            Enrolment, and_(Enrolment.membership_id == Membership.id, Enrolment.id == newest)
        )
        .outerjoin(EnrolmentStatus, EnrolmentStatus.enrolment_id == Enrolment.id)
        .outerjoin(Certificate, and_(Certificate.enrolment_id == Enrolment.id, valid))
    )


def _listed(standing: RosterStanding | None) -> list[ColumnElement[bool]]:
    """Everybody in training there, or those who read so since they were last settled."""
    listed = [Membership.organisation_id == ORGANISATION, Membership.role == Role.TRAINEE]
    return listed if standing is None else [*listed, Membership.standing == standing]


def _searched(words: str) -> list[ColumnElement[bool]]:
    """Each word begins some word of the folded name."""
    return [_begins_a_word(word) for word in fold(words).split()[:MOST_WORDS]]


def _begins_a_word(word: str) -> ColumnElement[bool]:
    name = Membership.sort_name
    inside = (name.contains(sign + word, autoescape=True) for sign in (" ", "-", "'"))
    return or_(name.startswith(word, autoescape=True), *inside)


def _place() -> Any:
    other = aliased(Membership)
    return (
        select(other.sort_name, other.id)
        .where(other.public_id == bindparam("place"), other.organisation_id == ORGANISATION)
        .scalar_subquery()
    )


def _row(row: Row[Any]) -> RosterRow:
    return RosterRow(**row._mapping)
