"""Files that were handed in: where they are, who may have them, and how they open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from lms.assessment.models import FileKind, Work, WorkFile, WorkState
from lms.assessment.rules.work import file_place, name_place
from lms.kernel.keys import Keys
from lms.kernel.refusals import NotThere
from lms.learning.models import Enrolment
from lms.learning.queries.cohorts import accompanied_by
from lms.storage.operations import Store, read
from lms.vault.operations import open_each
from lms.vault.operations.files import opener
from lms.vault.rules import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """Where a file is, and how it opens."""

    public_id: str
    kind: FileKind
    person_id: int
    kept_as: str
    key: bytes
    place: Place


WorkReader = Callable[[StoredFile], bytes]
"""The bytes of a file; needs no database."""


def file_for(session: Session, public_id: str, person_id: int) -> StoredFile:
    """A file that this person may read: their own, or of somebody whom they accompany."""
    theirs = (Work.state != WorkState.WITHDRAWN) & accompanied_by(person_id)
    row = session.execute(
        _FILES.join(Enrolment, Enrolment.id == Work.enrolment_id).where(
            WorkFile.public_id == public_id, (Work.person_id == person_id) | theirs
        )
    ).one_or_none()
    if row is None:
        raise NotThere
    return _stored(row)


def files_of(session: Session, keys: Keys, person_id: int) -> list[tuple[str, StoredFile]]:
    """Everything that the person handed in, by the name that each file had."""
    rows = session.execute(_FILES.where(Work.person_id == person_id).order_by(WorkFile.id)).all()
    places = [
        (name_place(row.public_id, person_id, row.organisation_id), row.sealed) for row in rows
    ]
    names = open_each(session, keys, person_id, places)
    return [(name, _stored(row)) for name, row in zip(names, rows, strict=True)]


def files_by_work(
    session: Session, keys: Keys, person_id: int, works: Sequence[str]
) -> dict[str, list[tuple[str, StoredFile]]]:
    """The files of these works of the person, in their order, by the work's public id."""
    rows = session.execute(
        _FILES.add_columns(Work.public_id.label("work"))
        .where(Work.person_id == person_id, Work.public_id.in_(works))
        .order_by(WorkFile.work_id, WorkFile.position)
    ).all()
    places = [
        (name_place(row.public_id, person_id, row.organisation_id), row.sealed) for row in rows
    ]
    found: dict[str, list[tuple[str, StoredFile]]] = {}
    for name, row in zip(open_each(session, keys, person_id, places), rows, strict=True):
        found.setdefault(row.work, []).append((name, _stored(row)))
    return found


def reader_of_work(
    session: Session, keys: Keys, store: Store, person_ids: Sequence[int]
) -> WorkReader:
    """What reads the files of these people; `SealBroken` once a key is gone."""
    open_file = opener(session, keys, person_ids)

    def content(file: StoredFile) -> bytes:
        return open_file(file.place, file.key, read(store, file.kept_as))

    return content


def _stored(row: Row[*tuple[Any, ...]]) -> StoredFile:
    return StoredFile(
        public_id=row.public_id,
        kind=row.kind,
        person_id=row.person_id,
        kept_as=row.kept_as,
        key=row.file_key,
        place=file_place(row.public_id, row.person_id, row.organisation_id),
    )


_FILES = select(
    WorkFile.public_id,
    WorkFile.kind,
    WorkFile.kept_as,
    WorkFile.file_key,
    WorkFile.sealed,
    Work.person_id,
    Work.organisation_id,
).join(Work, Work.id == WorkFile.work_id)
