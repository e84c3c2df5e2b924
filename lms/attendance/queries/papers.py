"""A signature sheet as it is printed, and the papers that a session has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.attendance.models import (
    GroupSession,
    HalfDay,
    LateReason,
    MarkKind,
    PaperKind,
    PaperState,
    SheetPaper,
    SignedOn,
)
from lms.attendance.queries.calendar import SessionFile, open_to
from lms.attendance.queries.sheets import Mark, SheetRow, sheet_of
from lms.catalogue.queries import outline
from lms.kernel.actor import Actor
from lms.kernel.refusals import NotThere
from lms.organisations.models import Organisation
from lms.organisations.rules import KINDS
from lms.printing.models import Bilingual, SheetDocument, SheetHalf, SheetLine, Standing

NO_BREAK = "\N{NO-BREAK SPACE}"
MARK_SIGNS = 12
REASONS = {
    LateReason.FORGOT: Bilingual("oubli", "forgotten"),
    LateReason.NO_NETWORK: Bilingual("pas de réseau sur place", "no network there"),
    LateReason.NO_DEVICE: Bilingual("pas de téléphone sur place", "no telephone there"),
    LateReason.OTHER: Bilingual("pas possible alors", "not possible then"),
}


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper of a session, as its page lists it."""

    public_id: str
    kind: PaperKind
    number: int
    ready: bool
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A paper that is ready, for whoever may have it."""

    id: int
    public_id: str
    organisation_id: int
    group_session_id: int
    kind: PaperKind
    number: int
    file_sha256: str
    file_kept_as: str
    first_at: datetime
    time_zone: str

    @property
    def file_name(self) -> str:
        """Neutral, and it sorts by day."""
        day = self.first_at.astimezone(ZoneInfo(self.time_zone)).date().isoformat()
        suffix = f"-{self.number}" if self.kind is PaperKind.SIGNED else "-vierge"
        return f"feuille-{day}{suffix}.pdf"


def papers_of(session: Session, group_session_id: int) -> tuple[PaperRow, ...]:
    """The papers of a session, the newest first; one statement."""
    rows = session.execute(
        select(
            SheetPaper.public_id,
            SheetPaper.kind,
            SheetPaper.number,
            SheetPaper.state == PaperState.READY,
            SheetPaper.asked_at,
        )
        .where(SheetPaper.group_session_id == group_session_id)
        .order_by(SheetPaper.id.desc())
        .limit(50)
    )
    return tuple(PaperRow(*row) for row in rows)


def last_paper(session: Session, group_session_id: int, kind: PaperKind) -> SheetPaper | None:
    """The newest paper of a kind."""
    return session.scalar(
        select(SheetPaper)
        .where(SheetPaper.group_session_id == group_session_id, SheetPaper.kind == kind)
        .order_by(SheetPaper.number.desc())
        .limit(1)
    )


def paper_open_to(session: Session, actor: Actor, public_id: str) -> PaperFile:
    """A paper that is ready, of a session that the actor may see; else `NotThere`."""
    query: Any = (
        select(
            SheetPaper.id,
            SheetPaper.public_id,
            SheetPaper.organisation_id,
            SheetPaper.group_session_id,
            SheetPaper.kind,
            SheetPaper.number,
            SheetPaper.file_sha256,
            SheetPaper.file_kept_as,
            GroupSession.first_at,
            Organisation.time_zone,
        )
        .join(GroupSession, GroupSession.id == SheetPaper.group_session_id)
        .join(Organisation, Organisation.id == GroupSession.organisation_id)
        .where(
            SheetPaper.public_id == public_id,
            SheetPaper.state == PaperState.READY,
            open_to(actor),
        )
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotThere
    return PaperFile(*row)


def sheet_as_printed(
    session: Session, file: SessionFile, kind: PaperKind, *, now: datetime
) -> SheetDocument:
    """What a paper of the session says now, without its number and reference."""
    held, place = file.held, file.organisation
    version = outline(session, file.cohort.version_id)
    module = next((one for one in version.modules if one.id == held.module_id), None)
    zone = ZoneInfo(place.time_zone)
    rows = sheet_of(session, held)
    return SheetDocument(
        organisation=place.name,
        organisation_kind=KINDS[place.kind],
        nda_number=place.nda_number,
        programme=_pair(version.title),
        cohort=file.cohort.name,
        title=held.title,
        module=_pair(module.title) if module else None,
        held_on=file.halves[0].starts_at.astimezone(zone).date(),
        place=held.place,
        at_distance=bool(held.link),
        town=place.time_zone.rpartition("/")[2].replace("_", " "),
        make_up=held.make_up,
        halves=tuple(_half(half, rows, kind, zone) for half in file.halves),
        number=0,
        reference="",
        written_on=now.astimezone(zone).date(),
        specimen=place.specimen,
    )


def digest_of_paper(paper: SheetDocument) -> str:
    """The same for as long as nothing that is printed changes but for version and day."""
    bare = replace(paper, number=0, reference="", written_on=paper.held_on)
    return sha256(bare.to_json().encode()).hexdigest()


def _pair(words: dict[str, str]) -> Bilingual:
    return Bilingual(words["fr"], words.get("en", words["fr"]))


def _half(half: HalfDay, rows: Sequence[SheetRow], kind: PaperKind, zone: ZoneInfo) -> SheetHalf:
    return SheetHalf(
        number=half.number,
        begins=_clock(half.starts_at, zone),
        ends=_clock(half.ends_at, zone),
        minutes=int((half.ends_at - half.starts_at).total_seconds()) // 60,
        lines=tuple(_lines(half.number, rows, kind, zone)),
    )


def _lines(
    number: int, rows: Sequence[SheetRow], kind: PaperKind, zone: ZoneInfo
) -> Iterator[SheetLine]:
    for row in rows:
        mark = row.marks.get(number) if kind is PaperKind.SIGNED else None
        if mark is None:
            standing = Standing.UNSIGNED if kind is PaperKind.SIGNED else Standing.BLANK
            yield SheetLine(name=row.name, leads=row.leads, standing=standing)
        else:
            yield _line(row, mark, zone)


def _line(row: SheetRow, mark: Mark, zone: ZoneInfo) -> SheetLine:
    if mark.kind is not MarkKind.PRESENT:
        corrected = mark.number > 1
        return SheetLine(
            name=row.name, leads=row.leads, standing=Standing.AWAY, corrected=corrected
        )
    own = Standing.PASSED if mark.signed_on is SignedOn.PASSED else Standing.OWN
    return SheetLine(
        name=row.name,
        leads=row.leads,
        standing=Standing.LATE if mark.late_reason else own,
        signed_on=mark.marked_at.astimezone(zone).date(),
        clock=_clock(mark.marked_at, zone),
        reason=REASONS[mark.late_reason] if mark.late_reason else None,
        corrected=mark.number > 1,
        mark=mark.digest[:MARK_SIGNS],
    )


def _clock(when: datetime, zone: ZoneInfo) -> str:
    local = when.astimezone(zone)
    return f"{local.hour}{NO_BREAK}h{NO_BREAK}{local.minute:02}"
