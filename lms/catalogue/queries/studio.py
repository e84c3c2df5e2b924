"""What the studio lists: programmes to copy, drafts that live, drafts that wait to be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.catalogue.models import (
    LIVING,
    DraftFile,
    DraftState,
    Framework,
    Programme,
    ProgrammeDraft,
    ProgrammeVersion,
    VersionFile,
)
from lms.catalogue.queries.versions import offered_by
from lms.catalogue.rules.drafting.front import read_sheet
from lms.catalogue.rules.drafting.structure import both

SHOWN = 20
MOST_PROGRAMMES = 200


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """The newest version of a programme; `own` where it is the organisation's."""

    id: int
    public_id: str
    title: dict[str, Any]
    number: int
    own: bool
    has_files: bool


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft in a list; `by` began it, or sent it for review."""

    id: int
    public_id: str
    state: DraftState
    title: dict[str, str]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DraftRows:
    """One page of drafts; `after` leads to the next one."""

    rows: tuple[DraftRow, ...]
    after: int | None


def programmes_of(session: Session, organisation_id: int | None) -> tuple[ProgrammeRow, ...]:
    """The newest version of each programme: the organisation's own first, then the platform's."""
    newest = (
        select(ProgrammeVersion.programme_id, func.max(ProgrammeVersion.number).label("number"))
        .group_by(ProgrammeVersion.programme_id)
        .subquery()
    )
    has_files = exists().where(VersionFile.version_id == ProgrammeVersion.id)
    rows = session.execute(
        select(
            ProgrammeVersion.id,
            ProgrammeVersion.public_id,
            ProgrammeVersion.title,
            ProgrammeVersion.number,
            Programme.organisation_id.is_not(None),
            has_files,
        )
        .join(Programme, Programme.id == ProgrammeVersion.programme_id)
        .join(
            newest,
            (newest.c.programme_id == ProgrammeVersion.programme_id)
            & (newest.c.number == ProgrammeVersion.number),
        )
        .where(offered_by(organisation_id))
        .order_by(Programme.organisation_id.is_(None), Programme.slug)
        .limit(MOST_PROGRAMMES)
    )
    return tuple(ProgrammeRow(*row) for row in rows)


def _drafts(states: tuple[DraftState, ...], by: Any, at: Any) -> Select[Any]:
    drafts = ProgrammeDraft
    return (
        select(drafts.id, drafts.public_id, drafts.state, DraftFile.text, Person.screen_name, at)
        .join(Person, Person.id == by)
        .join(
            DraftFile,
            (DraftFile.draft_id == drafts.id) & DraftFile.path.like("programmes/%/programme.toml"),
        )
        .where(
            drafts.organisation_id == bindparam("organisation_id"),
            drafts.state.in_(states),
            drafts.id < bindparam("before"),
        )
        .order_by(drafts.id.desc())
        .limit(SHOWN + 1)
    )


LIVE = _drafts(LIVING, ProgrammeDraft.started_by, ProgrammeDraft.changed_at)
GIVEN_UP = _drafts((DraftState.DROPPED,), ProgrammeDraft.started_by, ProgrammeDraft.changed_at)
WAITING = _drafts((DraftState.IN_REVIEW,), ProgrammeDraft.sent_by, ProgrammeDraft.sent_at).where(
    ProgrammeDraft.sent_by != bindparam("reader")
)
ALL = 2**62


def living_drafts(session: Session, organisation_id: int | None, before: int = ALL) -> DraftRows:
    """Drafts that are written, read or approved, the newest first."""
    return _rows(session, LIVE, organisation_id=organisation_id, before=before)


def given_up_drafts(session: Session, organisation_id: int | None) -> DraftRows:
    """The last drafts that were given up."""
    return _rows(session, GIVEN_UP, organisation_id=organisation_id, before=ALL)


def drafts_to_read(
    session: Session, organisation_id: int | None, reader: int, before: int = ALL
) -> DraftRows:
    """Drafts that wait for a second person, who is not the one that sent them."""
    return _rows(session, WAITING, organisation_id=organisation_id, before=before, reader=reader)


def version_to_copy(
    session: Session, organisation_id: int | None, public_id: str
) -> ProgrammeVersion | None:
    """A published version whose files are kept, of the organisation or of the platform."""
    return session.scalars(
        select(ProgrammeVersion)
        .join(Programme, Programme.id == ProgrammeVersion.programme_id)
        .where(
            ProgrammeVersion.public_id == public_id,
            offered_by(organisation_id),
            exists().where(VersionFile.version_id == ProgrammeVersion.id),
        )
    ).one_or_none()


def is_own(session: Session, version: ProgrammeVersion, organisation_id: int | None) -> bool:
    """Whether the version is of a programme of this organisation."""
    owner = select(Programme.organisation_id).where(Programme.id == version.programme_id)
    return organisation_id is not None and session.scalar(owner) == organisation_id


def living_draft_of(session: Session, version: ProgrammeVersion) -> str | None:
    """The public id of the programme's draft that lives, if there is one."""
    return session.scalar(
        select(ProgrammeDraft.public_id).where(
            ProgrammeDraft.programme_id == version.programme_id, ProgrammeDraft.state.in_(LIVING)
        )
    )


def newest_framework(session: Session) -> list[dict[str, Any]]:
    """The competence domains that a new programme begins with."""
    newest = select(Framework.domains).order_by(Framework.id.desc()).limit(1)
    return session.scalar(newest) or []


def _rows(session: Session, statement: Select[Any], **asked: Any) -> DraftRows:
    found = [
        DraftRow(row[0], row[1], row[2], both(read_sheet(row[3]).get("title")), row[4], row[5])
        for row in session.execute(statement, asked)
    ]
    more = len(found) > SHOWN
    return DraftRows(tuple(found[:SHOWN]), found[SHOWN - 1].id if more else None)
