"""People's keys, sealing and opening, and the check of the root key at start."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import delete, select
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


Opener = Callable[[Place, bytes], bytes]
"""Opens sealed files without the database; `SealBroken` for a person whose key is gone."""


def seal_file(session: Session, keys: Keys, place: Place, content: bytes) -> bytes:
    """A document sealed under the key of `place.person_id`; `SealBroken` when there is none.

    No key is made here: somebody erased meanwhile must not be given a new one.
    """
    held = _keys_of(session, keys, [place.person_id])
    if not held:
        raise SealBroken
    return rules.seal_bytes(held[place.person_id], place, content)


def opener(session: Session, keys: Keys, person_ids: Sequence[int]) -> Opener:
    """What opens the files of these people; one statement, however many they are."""
    held = _keys_of(session, keys, person_ids)

    def open_file(place: Place, sealed: bytes) -> bytes:
        if place.person_id not in held:
            raise SealBroken
        return rules.open_bytes(held[place.person_id], place, sealed)

    return open_file


def forget_key(session: Session, person_id: int) -> None:
    """Delete a person's key: whatever was sealed under it can never be read again."""
    session.execute(delete(PersonKey).where(PersonKey.person_id == person_id))


def _keys_of(session: Session, keys: Keys, person_ids: Sequence[int]) -> dict[int, bytes]:
    wrapped = session.execute(
        select(PersonKey.person_id, PersonKey.wrapped).where(PersonKey.person_id.in_(person_ids))
    )
    wrapping = keys.derive(WRAPPING)
    return {person_id: rules.unwrap(wrapping, person_id, key) for person_id, key in wrapped}
