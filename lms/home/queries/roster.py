"""The people in training of one organisation: pages by name, search, standings and counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
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
    union_all,
)
from sqlalchemy.orm import Session, aliased

from lms.accounts.models import Membership, MembershipState, Person, RosterStanding
from lms.certification.models import Certificate, CertificateState, EnrolmentStatus, FileState
from lms.certification.queries import unsettled
from lms.certification.rules.standing import roster_standing
from lms.kernel.actor import Role
from lms.kernel.base import Id
from lms.kernel.folding import fold
from lms.learning.models import Enrolment, EnrolmentState
from lms.supervision.queries.pages import Asked

PAGE = 25
COUNTED_UP_TO = 1_000
MOST_WORDS = 5
ORGANISATION = bindparam("organisation", type_=Id)
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
    def standing(self) -> RosterStanding:
        """The one word for this person."""
        issued = self.certificate is not None
        return roster_standing(issued=issued, ended=self.ended, met=bool(self.met))

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
    changed = (
        select(Enrolment.id)
        .where(Enrolment.organisation_id == organisation_id)
        .order_by(Enrolment.facts_changed_at.desc())
        .limit(LOOKED_AT)
        .subquery()
    )
    due = (
        select(EnrolmentStatus.enrolment_id)
        .where(
            EnrolmentStatus.organisation_id == organisation_id,
            EnrolmentStatus.next_change_at <= now,
        )
        .limit(PAGE)
        .subquery()
    )
    looked_at = union_all(select(changed.c.id), select(due.c.enrolment_id))
    found = session.scalars(
        select(Enrolment.id)
        .outerjoin(EnrolmentStatus, EnrolmentStatus.enrolment_id == Enrolment.id)
        .where(Enrolment.id.in_(looked_at), unsettled(now))
        .limit(PAGE)
    )
    return tuple(found)


def _found(
    session: Session, organisation_id: int, wanted: Wanted, now: datetime
) -> Sequence[Row[Any]]:
    """One more than a page, from the nearest to the place asked for onwards."""
    shown = _shown(organisation_id, wanted).subquery()
    order: tuple[Any, ...] = (shown.c.sort_name, shown.c.id)
    if wanted.before:
        order = tuple(column.desc() for column in order)
    asked = _people().add_columns((~unsettled(now)).label("settled"))
    asked = asked.join(shown, shown.c.id == Membership.id).order_by(*order)
    return session.execute(asked, {"organisation": organisation_id}).all()


def _shown(organisation_id: int, wanted: Wanted) -> Asked:
    """Who is on the page: an index alone holds all that this asks."""
    key = tuple_(Membership.sort_name, Membership.id)
    asked: Asked = select(Membership.id, Membership.sort_name)
    asked = asked.where(*_listed(wanted.standing), *_searched(wanted.words)).limit(PAGE + 1)
    if wanted.before:
        asked = asked.where(key < _place(organisation_id, wanted.before))
        return asked.order_by(Membership.sort_name.desc(), Membership.id.desc())
    if wanted.after:
        asked = asked.where(key > _place(organisation_id, wanted.after))
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


def _place(organisation_id: int, public_id: str) -> Any:
    other = aliased(Membership)
    return (
        select(other.sort_name, other.id)
        .where(other.public_id == public_id, other.organisation_id == organisation_id)
        .scalar_subquery()
    )


def _row(row: Row[Any]) -> RosterRow:
    return RosterRow(**row._mapping)
