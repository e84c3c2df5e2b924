"""Making an export outside any request: taken up by one worker, sealed piece by piece.

Killed at any point, it is taken up again from its beginning. Nothing of it is ever written in
plain: the archive is sealed as it is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy.orm import Session, sessionmaker

from lms.exports import operations
from lms.exports.models import ExportKind
from lms.exports.operations import Claim
from lms.exports.queries import due
from lms.exports.rules.pace import MOST_BYTES, PART_BYTES
from lms.exports.rules.sealing import in_parts
from lms.kernel.database import reading
from lms.kernel.keys import Keys
from lms.vault.rules import new_key

Sessions = sessionmaker[Session]
Archive = Callable[[Claim], Iterable[bytes]]
"""The bytes of what was asked for."""
Failed = Callable[[Claim, Exception], None]
"""Told of what went wrong; without what people wrote."""


class ExportTooLarge(Exception):
    """The archive would fill the disk."""


def due_exports(sessions: Sessions, kind: ExportKind, *, now: datetime) -> list[int]:
    """The exports of this kind that wait to be made."""
    with sessions() as session:
        return list(due(reading(session), kind, now=now))


def make_export(
    sessions: Sessions,
    keys: Keys,
    export_id: int,
    archive: Archive,
    *,
    now: datetime,
    failed: Failed,
) -> bool:
    """Make one export unless another worker has it; whether it became ready."""
    with sessions.begin() as session:
        claimed = operations.claim(session, export_id, now=now)
    if claimed is None:
        return False
    try:
        return _make(sessions, keys, claimed, archive(claimed), now)
    except Exception as failure:
        failed(claimed, failure)
        with sessions.begin() as session:
            operations.put_off(session, claimed, now=now)
        return False


def _make(
    sessions: Sessions, keys: Keys, claimed: Claim, pieces: Iterable[bytes], now: datetime
) -> bool:
    key, parts, size = new_key(), 0, 0
    for piece in in_parts(pieces, PART_BYTES):
        size += len(piece)
        if size > MOST_BYTES:
            raise ExportTooLarge
        with sessions.begin() as session:
            operations.keep_part(session, claimed, key, parts, piece)
        parts += 1
    with sessions.begin() as session:
        return operations.finish(session, keys, claimed, key, parts=parts, size=size, now=now)
