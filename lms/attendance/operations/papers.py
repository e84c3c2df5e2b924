"""Sheets as documents: frozen when they are asked for, drawn by a worker, sealed at rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from lms.attendance.models import (
    AttendanceMark,
    GroupSession,
    HalfDay,
    MarkKind,
    PaperKind,
    PaperState,
    SessionState,
    SheetPaper,
)
from lms.attendance.operations.planning import Planner, lock_session
from lms.attendance.queries.calendar import SessionFile
from lms.attendance.queries.papers import (
    PaperFile,
    digest_of_paper,
    last_paper,
    sheet_as_printed,
)
from lms.journal.operations import record
from lms.kernel.keys import Keys
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.printing.models import SheetDocument
from lms.printing.rules import LEASE
from lms.storage.operations import Store, keep, read, unwanted
from lms.vault.rules import Place, open_bytes, seal_bytes

PURPOSE = "signature sheets"
STILL_READ = timedelta(hours=1)
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Claim:
    """One attempt at one paper, held by one worker for as long as the lease."""

    paper_id: int
    attempt: int


def close_sheet(session: Session, keys: Keys, file: SessionFile, how: Planner) -> SheetPaper:
    """Freeze what the sheet says now as a document; the last one where nothing changed since."""
    held = lock_session(session, file.held.id)
    if how.now < file.halves[-1].ends_at:
        raise RuleBroken("", _("A sheet is closed once its last half-day is over."))
    return _ask(session, keys, replace(file, held=held), how, PaperKind.SIGNED)


def blank_sheet(session: Session, keys: Keys, file: SessionFile, how: Planner) -> SheetPaper:
    """An empty sheet to be signed by hand; the last one where nothing changed since."""
    held = lock_session(session, file.held.id)
    if how.now >= file.halves[-1].ends_at:
        raise RuleBroken("", _("This session is over: an empty sheet is made before."))
    return _ask(session, keys, replace(file, held=held), how, PaperKind.BLANK)


def _ask(
    session: Session, keys: Keys, file: SessionFile, how: Planner, kind: PaperKind
) -> SheetPaper:
    if file.held.state is SessionState.CANCELLED:
        raise RuleBroken("", _("This session was cancelled."))
    paper = sheet_as_printed(session, file, kind, now=how.now)
    digest, last = digest_of_paper(paper), last_paper(session, file.held.id, kind)
    if last is not None and last.digest == digest:
        return last
    number = last.number + 1 if last else 1
    printed = replace(
        paper, number=number if kind is PaperKind.SIGNED else 0, reference=how.public_id
    )
    asked = SheetPaper(
        public_id=how.public_id,
        organisation_id=file.held.organisation_id,
        group_session_id=file.held.id,
        kind=kind,
        number=number,
        digest=digest,
        facts_sealed=_seal(keys, "facts_sealed", how.public_id, printed.to_json().encode()),
        asked_at=how.now,
        next_attempt_at=how.now,
    )
    session.add(asked)
    session.flush()
    act = "attendance.close_sheet" if kind is PaperKind.SIGNED else "attendance.blank_sheet"
    record(
        session,
        act,
        now=how.now,
        actor_id=how.by,
        subject=("group_session", file.held.public_id),
        organisation_id=file.held.organisation_id,
        number=number,
        digest=digest,
    )
    return asked


def due(session: Session, *, now: datetime, limit: int) -> Sequence[int]:
    """Papers to be drawn now, the longest waiting first."""
    return session.scalars(
        select(SheetPaper.id)
        .where(SheetPaper.state == PaperState.REQUESTED, SheetPaper.next_attempt_at <= now)
        .order_by(SheetPaper.next_attempt_at, SheetPaper.id)
        .limit(limit)
    ).all()


def claim(session: Session, paper_id: int, *, now: datetime) -> Claim | None:
    """Take one due paper; None when another worker has it or it is ready."""
    attempt = session.scalar(
        update(SheetPaper)
        .where(
            SheetPaper.id == paper_id,
            SheetPaper.state == PaperState.REQUESTED,
            SheetPaper.next_attempt_at <= now,
        )
        .values(attempts=SheetPaper.attempts + 1, next_attempt_at=now + LEASE)
        .returning(SheetPaper.attempts)
    )
    return None if attempt is None else Claim(paper_id, attempt)


def document_of(session: Session, keys: Keys, claimed: Claim) -> SheetDocument | None:
    """Everything to print; None when another worker has drawn it meanwhile."""
    paper = session.get(SheetPaper, claimed.paper_id, populate_existing=True)
    if paper is None or paper.facts_sealed is None:
        return None
    written = _open(keys, "facts_sealed", paper.public_id, paper.facts_sealed)
    return SheetDocument.from_json(written.decode())


def keep_paper(
    session: Session, keys: Keys, store: Store, claimed: Claim, pdf: bytes, *, now: datetime
) -> bool:
    """Seal and hand out; false when another worker was first."""
    public_id = session.scalar(
        select(SheetPaper.public_id).where(SheetPaper.id == claimed.paper_id)
    )
    if public_id is None:
        return False
    name = keep(store, _seal(keys, "file", public_id, pdf))
    row = session.execute(
        update(SheetPaper)
        .where(SheetPaper.id == claimed.paper_id, SheetPaper.state == PaperState.REQUESTED)
        .values(
            state=PaperState.READY,
            file_sha256=sha256(pdf).hexdigest(),
            file_kept_as=name,
            facts_sealed=None,
        )
        .returning(SheetPaper.public_id, SheetPaper.organisation_id)
    ).one_or_none()
    if row is None:
        store.remove(name)
        return False
    record(
        session,
        "attendance.print_sheet",
        now=now,
        actor_id=None,
        subject=("sheet_paper", row.public_id),
        organisation_id=row.organisation_id,
    )
    return True


def put_off(session: Session, claimed: Claim, wait: timedelta, *, now: datetime) -> None:
    """Try again later, unless another worker took over meanwhile."""
    session.execute(
        update(SheetPaper)
        .where(
            SheetPaper.id == claimed.paper_id,
            SheetPaper.state == PaperState.REQUESTED,
            SheetPaper.attempts == claimed.attempt,
        )
        .values(next_attempt_at=now + wait)
    )


def bytes_of(keys: Keys, store: Store, file: PaperFile) -> bytes:
    """The document; the same bytes each time."""
    return _open(keys, "file", file.public_id, read(store, file.file_kept_as))


def note_download(session: Session, file: PaperFile, *, by: int, role: str, now: datetime) -> None:
    """That somebody took the sheet, told to each person whose signature is on it."""
    for person_id in (*_signers(session, file), None):
        record(
            session,
            "attendance.download_sheet",
            now=now,
            actor_id=by,
            subject=("sheet_paper", file.public_id),
            about=person_id,
            organisation_id=file.organisation_id,
            role=role,
        )


def _signers(session: Session, file: PaperFile) -> Sequence[int]:
    if file.kind is PaperKind.BLANK:
        return ()
    return session.scalars(
        select(AttendanceMark.person_id)
        .join(HalfDay, HalfDay.id == AttendanceMark.half_day_id)
        .where(
            HalfDay.group_session_id == file.group_session_id,
            AttendanceMark.kind == MarkKind.PRESENT,
        )
        .distinct()
        .order_by(AttendanceMark.person_id)
    ).all()


def forget_papers(session: Session, *, before: datetime, now: datetime) -> int:
    """Delete papers of sessions that were over before that; how many."""
    over = select(func.max(HalfDay.ends_at)).where(HalfDay.group_session_id == GroupSession.id)
    rows = session.execute(
        select(SheetPaper.id, SheetPaper.file_kept_as)
        .join(GroupSession, GroupSession.id == SheetPaper.group_session_id)
        .where(over.correlate(GroupSession).scalar_subquery() < before)
        .limit(AT_ONCE)
    ).all()
    for row in rows:
        if row.file_kept_as:
            unwanted(session, row.file_kept_as, due_at=now + STILL_READ)
    session.execute(delete(SheetPaper).where(SheetPaper.id.in_([row.id for row in rows])))
    return len(rows)


def _seal(keys: Keys, column: str, public_id: str, content: bytes) -> bytes:
    return seal_bytes(keys.derive(PURPOSE), _place(column, public_id), content)


def _open(keys: Keys, column: str, public_id: str, sealed: bytes) -> bytes:
    return open_bytes(keys.derive(PURPOSE), _place(column, public_id), sealed)


def _place(column: str, public_id: str) -> Place:
    # Of no one person: a sheet is about everybody who is on it.
    return Place("sheet_papers", public_id, column, person_id=0)
