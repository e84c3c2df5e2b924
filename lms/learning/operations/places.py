"""Keeping where somebody reads on a device."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from lms.accounts.models import KnownDevice
from lms.kernel.base import Instant
from lms.kernel.database import dialect_of, insert_into
from lms.learning.models import ReadingPlace

COLUMNS = ("device_id", "version_id", "person_id", "activity_id", "passage", "kept_at")


def keep_place(
    session: Session,
    *,
    device: str,
    person_id: int,
    version_id: int,
    activity_id: int,
    passage: int,
    now: datetime,
) -> None:
    """The person reads here now on the device of this digest; nothing for an unknown device.

    One statement, and no journal: nobody else ever learns of it.
    """
    where = select(
        KnownDevice.id,
        literal(version_id),
        literal(person_id),
        literal(activity_id),
        literal(passage),
        literal(now, Instant),
    ).where(KnownDevice.person_id == person_id, KnownDevice.device_hash == device)
    insert = insert_into(dialect_of(session), ReadingPlace).from_select(COLUMNS, where)
    moved = {"activity_id": activity_id, "passage": passage, "kept_at": now}
    session.execute(
        insert.on_conflict_do_update(index_elements=["device_id", "version_id"], set_=moved)
    )
