"""An organisation's programmes: versions, drafts under way, and who is in training on what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, String, bindparam, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from lms.accounts.models import Membership, Person
from lms.catalogue.models import LIVING, DraftState, Programme, ProgrammeDraft, ProgrammeVersion
from lms.kernel.base import Id
from lms.learning.models import Enrolment, EnrolmentState

PAGE = 25
ORGANISATION = bindparam("organisation", type_=Id)


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft that is being written, read or published."""

    public_id: str
    state: DraftState
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """A version and how many people of the organisation are in training on it."""

    public_id: str
    number: int
    people: int


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A programme that the organisation may offer; nothing published has no version."""

    slug: str
    own: bool
    version_id: int | None
    version_public_id: str | None
    number: int | None
    title: Mapping[str, Any] | None
    published_at: datetime | None
    draft: DraftRow | None
    taken: tuple[Taken, ...]


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """A page of programmes, and the key of the next one."""

    rows: tuple[ProgrammeRow, ...]
    next_key: str | None
    first: bool


def programmes_of(session: Session, organisation_id: int, *, after: str = "") -> ProgrammePage:
    """The organisation's own programmes and the platform's, 25 a page; three statements."""
    asked = {"organisation": organisation_id, "after": after, "rows": PAGE + 1}
    found = session.execute(_PROGRAMMES, asked).all()
    shown = found[:PAGE]
    ids = [row.id for row in shown]
    drafts = _drafts(session, organisation_id, ids)
    taken = taken_of(session, organisation_id, ids)
    rows = tuple(
        ProgrammeRow(
            slug=row.slug,
            own=row.organisation_id is not None,
            version_id=row.version_id,
            version_public_id=row.public_id,
            number=row.number,
            title=row.title,
            published_at=row.published_at,
            draft=drafts.get(row.id),
            taken=taken.get(row.id, ()),
        )
        for row in shown
    )
    more = len(found) > PAGE
    return ProgrammePage(rows, shown[-1].slug if more else None, first=not after)


def taken_of(
    session: Session, organisation_id: int, programmes: Iterable[int]
) -> dict[int, tuple[Taken, ...]]:
    """How many people are in training on each version, by programme, the newest version first."""
    rows = session.execute(_TAKEN, {"organisation": organisation_id, "programmes": [*programmes]})
    found: defaultdict[int, list[Taken]] = defaultdict(list)
    for row in rows:
        found[row.programme_id].append(Taken(row.public_id, row.number, row.people))
    return {programme: tuple(taken) for programme, taken in found.items()}


def _drafts(
    session: Session, organisation_id: int, programmes: Iterable[int]
) -> dict[int, DraftRow]:
    rows = session.execute(_DRAFTS, {"organisation": organisation_id, "programmes": [*programmes]})
    return {row.programme_id: DraftRow(row.public_id, row.state, row.changed_at) for row in rows}


@dataclass(frozen=True, slots=True)
class Trained:
    """Somebody in training on a version."""

    enrolment_id: int
    public_id: str
    name: str
    enrolled_on: date


@dataclass(frozen=True, slots=True)
class TrainedPage:
    """A page of them, and the key of the next one."""

    rows: tuple[Trained, ...]
    next_key: int | None
    first: bool


def trained_on(
    session: Session, organisation_id: int, version_id: int, *, after: int = 0
) -> TrainedPage:
    """The people of the organisation in training on a version, 25 a page; one statement."""
    asked = {
        "organisation": organisation_id,
        "version": version_id,
        "after": after,
        "rows": PAGE + 1,
    }
    found = [Trained(*row) for row in session.execute(_TRAINED, asked)]
    more = len(found) > PAGE
    return TrainedPage(
        tuple(found[:PAGE]), found[PAGE - 1].enrolment_id if more else None, not after
    )


def version_of(session: Session, organisation_id: int, public_id: str) -> ProgrammeVersion | None:
    """A version that the organisation may offer."""
    return session.scalars(
        select(ProgrammeVersion)
        .join(Programme, Programme.id == ProgrammeVersion.programme_id)
        .where(
            ProgrammeVersion.public_id == public_id,
            or_(
                Programme.organisation_id.is_(None),
                Programme.organisation_id == organisation_id,
            ),
        )
    ).one_or_none()


# Put together once: that takes longer than to ask them.
_NUMBERS = (
    select(func.max(ProgrammeVersion.number))
    .where(ProgrammeVersion.programme_id == Programme.id)
    .correlate(Programme)
    .scalar_subquery()
)
_PROGRAMMES = (
    select(
        Programme.id,
        Programme.slug,
        Programme.organisation_id,
        ProgrammeVersion.id.label("version_id"),
        ProgrammeVersion.public_id,
        ProgrammeVersion.number,
        ProgrammeVersion.title,
        ProgrammeVersion.published_at,
    )
    .outerjoin(
        ProgrammeVersion,
        (ProgrammeVersion.programme_id == Programme.id) & (ProgrammeVersion.number == _NUMBERS),
    )
    .where(
        or_(Programme.organisation_id.is_(None), Programme.organisation_id == ORGANISATION),
        Programme.slug > bindparam("after", type_=String),
    )
    .order_by(Programme.slug)
    .limit(bindparam("rows", type_=Integer))
)
_PROGRAMME_IDS = bindparam("programmes", expanding=True, type_=Id)
_DRAFTS = select(
    ProgrammeDraft.programme_id,
    ProgrammeDraft.public_id,
    ProgrammeDraft.state,
    ProgrammeDraft.changed_at,
).where(
    ProgrammeDraft.organisation_id == ORGANISATION,
    ProgrammeDraft.state.in_(LIVING),
    ProgrammeDraft.programme_id.in_(_PROGRAMME_IDS),
)
_TAKEN = (
    select(
        ProgrammeVersion.programme_id,
        ProgrammeVersion.public_id,
        ProgrammeVersion.number,
        func.count(Enrolment.id).label("people"),
    )
    .join(Enrolment, Enrolment.version_id == ProgrammeVersion.id)
    .where(
        Enrolment.organisation_id == ORGANISATION,
        Enrolment.state == EnrolmentState.ACTIVE,
        ProgrammeVersion.programme_id.in_(_PROGRAMME_IDS),
    )
    .group_by(ProgrammeVersion.id)
    .order_by(ProgrammeVersion.number.desc())
)
_LAST, _LAST_MEMBER = aliased(Enrolment), aliased(Membership)
_LAST_KEY = (
    select(_LAST_MEMBER.sort_name)
    .join(_LAST, _LAST.membership_id == _LAST_MEMBER.id)
    .where(_LAST.id == bindparam("after", type_=Id), _LAST.organisation_id == ORGANISATION)
    .scalar_subquery()
)
_TRAINED = (
    select(Enrolment.id, Enrolment.public_id, Person.screen_name, Enrolment.enrolled_on)
    .join(Membership, Membership.id == Enrolment.membership_id)
    .join(Person, Person.id == Enrolment.person_id)
    .where(
        Enrolment.organisation_id == ORGANISATION,
        Enrolment.version_id == bindparam("version", type_=Id),
        Enrolment.state == EnrolmentState.ACTIVE,
        or_(
            bindparam("after", type_=Id) == 0,
            tuple_(Membership.sort_name, Enrolment.id)
            > tuple_(_LAST_KEY, bindparam("after", type_=Id)),
        ),
    )
    .order_by(Membership.sort_name, Enrolment.id)
    .limit(bindparam("rows", type_=Integer))
)
