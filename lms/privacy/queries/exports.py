"""A person's exports: what waits, what can be taken, and its sealed parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.certification.models import Certificate
from lms.certification.queries.certificates import FileRow, file_rows
from lms.kernel.keys import Keys
from lms.kernel.refusals import NotThere
from lms.privacy.models import Export, ExportPart, ExportState
from lms.privacy.rules.sealing import key_place, part_place
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


def last_export(session: Session, person_id: int) -> Export | None:
    """The person's newest export; one statement."""
    return session.scalar(
        select(Export).where(Export.person_id == person_id).order_by(Export.id.desc()).limit(1)
    )


def ready_export(
    session: Session, keys: Keys, public_id: str, *, person_id: int, now: datetime
) -> ReadyExport:
    """The person's own export while it can be taken; `NotThere` for everybody else, and later."""
    found = session.scalar(
        select(Export).where(
            Export.public_id == public_id,
            Export.person_id == person_id,
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


def due(session: Session, *, now: datetime) -> Sequence[int]:
    """Exports that wait to be made, the oldest first."""
    return session.scalars(
        select(Export.id)
        .where(Export.state == ExportState.REQUESTED, Export.next_attempt_at <= now)
        .order_by(Export.id)
        .limit(DUE_AT_ONCE)
    ).all()


def documents_of(session: Session, person_id: int) -> tuple[FileRow, ...]:
    """The person's certificates whose document is ready, the oldest first; one statement."""
    rows = session.execute(
        file_rows().where(Certificate.person_id == person_id).order_by(Certificate.id)
    )
    return tuple(file for file in (FileRow(*row) for row in rows) if file.ready)
