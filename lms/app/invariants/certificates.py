"""Certificates: each once, each replaced one with its heir, each document as it was drawn."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from lms.app.invariants.found import Grounds
from lms.certification.models import Certificate, CertificateState, FileState
from lms.certification.operations.filing import reader_of
from lms.certification.queries.certificates import FileRow, file_rows
from lms.storage.operations import FileDamaged
from lms.vault.rules import SealBroken


def doubles(on: Grounds) -> Iterator[str]:
    """Two valid ones of one enrolment, one number or one code given twice."""
    valid = Certificate.state == CertificateState.VALID
    yield from _twice(on, "enrolment", Certificate.enrolment_id, valid)
    yield from _twice(on, "number", Certificate.number)
    yield from _twice(on, "code", Certificate.code_hash)


def heirs(on: Grounds) -> Iterator[str]:
    """Replaced without an heir, or with an heir and not replaced."""
    heir = aliased(Certificate)
    rows = (
        select(Certificate.public_id, Certificate.state)
        .outerjoin(heir, heir.replaces_id == Certificate.id)
        .where((Certificate.state == CertificateState.REPLACED) != heir.id.is_not(None))
    )
    for public_id, state in on.rows(rows):
        yield f"certificate {public_id} is {state} and its heir says otherwise"


def files(on: Grounds) -> Iterator[str]:
    """Documents that are not in the store, do not open, or are not what was drawn."""
    ready = file_rows().where(Certificate.file_state == FileState.READY)
    for row in on.rows(ready.order_by(Certificate.id)):
        file = FileRow(*row)
        try:
            content = reader_of(on.session, on.keys, on.files, [file])(file)
        except (OSError, FileDamaged, SealBroken) as failure:
            yield f"certificate {file.public_id}: its document ({type(failure).__name__})"
            continue
        if sha256(content).hexdigest() != file.sha256:
            yield f"certificate {file.public_id}: its document is another one"


def _twice(on: Grounds, name: str, column: Any, *where: ColumnElement[bool]) -> Iterator[str]:
    rows = select(func.min(Certificate.public_id), func.count()).where(*where)
    for public_id, count in on.rows(rows.group_by(column).having(func.count() > 1)):
        yield f"{count} certificates of one {name}, among them {public_id}"
