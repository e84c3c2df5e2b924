"""People's keys, sealing and opening, and the check of the root key at start."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.database import insert_new
from lms.kernel.keys import Keys
from lms.vault import rules
from lms.vault.models import PersonKey, RootCheck
from lms.vault.rules import Place, SealBroken

WRAPPING = "wrap person keys"
CHECKING = "root check"


def seal(session: Session, keys: Keys, place: Place, words: str, *, now: datetime) -> bytes:
    """Words sealed under the key of `place.person_id`, which is made when there is none."""
    return rules.seal(_key_of(session, keys, place.person_id, now), place, words)


def open_sealed(session: Session, keys: Keys, place: Place, sealed: bytes) -> str:
    """The words at this place; `SealBroken` when they do not belong there or the key is gone."""
    wrapped = session.scalar(
        select(PersonKey.wrapped).where(PersonKey.person_id == place.person_id)
    )
    if wrapped is None:
        raise SealBroken
    key = rules.unwrap(keys.derive(WRAPPING), place.person_id, wrapped)
    return rules.open_sealed(key, place, sealed)


def open_each(
    session: Session, keys: Keys, person_id: int, sealed: Sequence[tuple[Place, bytes]]
) -> tuple[str, ...]:
    """Several texts under one person's key, read once; see `open_sealed`."""
    if not sealed:
        return ()
    wrapped = session.scalar(select(PersonKey.wrapped).where(PersonKey.person_id == person_id))
    if wrapped is None:
        raise SealBroken
    key = rules.unwrap(keys.derive(WRAPPING), person_id, wrapped)
    return tuple(rules.open_sealed(key, place, text) for place, text in sealed)


def root_key_fits(session: Session, keys: Keys, *, first_start: bool = False) -> bool:
    """Whether this root key wrapped what the database holds; a first start remembers it."""
    digest = keys.digest(CHECKING)
    if first_start:
        insert_new(session, RootCheck, id=1, digest=digest)
    kept = session.scalar(select(RootCheck.digest).where(RootCheck.id == 1))
    return kept == digest


def _key_of(session: Session, keys: Keys, person_id: int, now: datetime) -> bytes:
    held = select(PersonKey.wrapped).where(PersonKey.person_id == person_id)
    wrapped = session.scalar(held)
    if wrapped is None:
        fresh = rules.wrap(keys.derive(WRAPPING), person_id, rules.new_key())
        insert_new(session, PersonKey, person_id=person_id, wrapped=fresh, created_at=now)
        wrapped = session.scalars(held).one()
    return rules.unwrap(keys.derive(WRAPPING), person_id, wrapped)
