"""A person's exports: what waits, what can be taken, and its sealed parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from lms.exports.models import Export, ExportKind, ExportPart, ExportState
from lms.exports.rules.sealing import key_place, part_place
from lms.kernel.database import reading
from lms.kernel.keys import Keys
from lms.kernel.refusals import NotThere
from lms.vault.operations import open_sealed
from lms.vault.rules import open_bytes

DUE_AT_ONCE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyExport:
    """An export that can be taken, and the key that opens its parts."""

    id: int
    public_id: str
    person_id: int
    attempt: int
    parts: int
    size: int
    ready_at: datetime
    key: bytes


def last_export(
    session: Session, person_id: int, kind: ExportKind = ExportKind.EVERYTHING
) -> Export | None:
    """The person's newest export of this kind; one statement."""
    mine = (Export.person_id == person_id, Export.kind == kind)
    return session.scalar(select(Export).where(*mine).order_by(Export.id.desc()).limit(1))


def ready_export(
    session: Session,
    keys: Keys,
    public_id: str,
    *,
    person_id: int,
    now: datetime,
    kind: ExportKind = ExportKind.EVERYTHING,
) -> ReadyExport:
    """The person's own export while it can be taken; `NotThere` for everybody else, and later."""
    found = session.scalar(
        select(Export).where(
            Export.public_id == public_id,
            Export.person_id == person_id,
            Export.kind == kind,
            Export.state == ExportState.READY,
            Export.expires_at > now,
        )
    )
    if found is None or found.sealed_key is None or found.ready_at is None:
        raise NotThere
    key = open_sealed(session, keys, key_place(public_id, person_id), found.sealed_key)
    return ReadyExport(
        id=found.id,
        public_id=public_id,
        person_id=person_id,
        attempt=found.attempts,
        parts=found.parts,
        size=found.size,
        ready_at=found.ready_at,
        key=bytes.fromhex(key),
    )


def part_of(session: Session, export: ReadyExport, number: int) -> bytes:
    """One opened part; `NotThere` when the export was deleted meanwhile."""
    sealed = session.scalar(
        select(ExportPart.sealed).where(
            ExportPart.export_id == export.id,
            ExportPart.attempt == export.attempt,
            ExportPart.number == number,
        )
    )
    if sealed is None:
        raise NotThere
    place = part_place(export.public_id, number, export.person_id)
    return open_bytes(export.key, place, sealed)


def opened_parts(factory: sessionmaker[Session], export: ReadyExport) -> Iterator[bytes]:
    """The archive, one part in memory at a time; the request's own session is gone by then."""
    for number in range(export.parts):
        with factory() as session:
            yield part_of(reading(session), export, number)


def due(session: Session, kind: ExportKind, *, now: datetime) -> Sequence[int]:
    """Exports of this kind that wait to be made, the oldest first."""
    return session.scalars(
        select(Export.id)
        .where(
            Export.state == ExportState.REQUESTED,
            Export.next_attempt_at <= now,
            Export.kind == kind,
        )
        .order_by(Export.id)
        .limit(DUE_AT_ONCE)
    ).all()
