"""Where somebody was reading, on this device and on another one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lms.accounts.models import KnownDevice
from lms.kernel.base import Id
from lms.learning.models import ReadingPlace


@dataclass(frozen=True, slots=True)
class KeptPlace:
    """A step and the number of a passage in it (0: its beginning)."""

    activity_id: int
    passage: int


@dataclass(frozen=True, slots=True)
class Places:
    """The place on this device, and that of the device used last when it is another one."""

    here: KeptPlace | None
    elsewhere: KeptPlace | None


# Put together once: it goes with the page of the programme.
PLACES = (
    select(KnownDevice.device_hash, ReadingPlace.activity_id, ReadingPlace.passage)
    .join(KnownDevice, KnownDevice.id == ReadingPlace.device_id)
    .where(
        ReadingPlace.person_id == bindparam("person", type_=Id),
        ReadingPlace.version_id == bindparam("version", type_=Id),
    )
    .order_by(ReadingPlace.kept_at.desc(), ReadingPlace.device_id)
)


def places_of(session: Session, person_id: int, version_id: int, device: str) -> Places:
    """One statement; `device` is the digest of the browser that asks."""
    rows = session.execute(PLACES, {"person": person_id, "version": version_id}).all()
    here = next((row for row in rows if row.device_hash == device), None)
    last = rows[0] if rows else None
    elsewhere = last if last is not here else None
    return Places(_kept(here), _kept(elsewhere))


def _kept(row: object) -> KeptPlace | None:
    return KeptPlace(row.activity_id, row.passage) if row is not None else None  # type: ignore[attr-defined]
