"""The start: is this the right root key, and which keys by purpose does the database keep."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.database import insert_new
from lms.kernel.keys import LASTING, Keys
from lms.vault import rules
from lms.vault.models import PurposeKey, RootCheck
from lms.vault.queries import check_values, root_in_charge

WRAPPING = "wrap keyring"


def root_key_fits(session: Session, keys: Keys, *, first_start: bool = False) -> bool:
    """Whether a root key held here wrapped what the database holds; a first start remembers it."""
    checks = check_values(keys)
    if first_start:
        insert_new(session, RootCheck, id=1, digest=checks[0])
    return session.scalar(select(RootCheck.digest).where(RootCheck.id == 1)) in checks


def take_up(session: Session, keys: Keys, *, now: datetime) -> None:
    """Let `keys` hold the keys by purpose, 1 statement; those that lack are kept from now on.

    A missing one is what the root key yields today, so digests made before stay what they are.
    """
    held = _held(session, keys)
    missing = LASTING - held.keys()
    if missing:
        _keep(session, keys, missing, now)
        held = _held(session, keys)
    keys.hold(held)


def _held(session: Session, keys: Keys) -> dict[str, bytes]:
    wrapping = keys.derive_each(WRAPPING)
    rows = session.execute(select(PurposeKey.purpose, PurposeKey.wrapped))
    return {purpose: rules.unwrap_purpose(wrapping, purpose, wrapped) for purpose, wrapped in rows}


def _keep(session: Session, keys: Keys, purposes: frozenset[str], now: datetime) -> None:
    place = root_in_charge(session, keys)
    wrapping, check = keys.derive_each(WRAPPING)[place], check_values(keys)[place]
    for purpose in sorted(purposes):
        key = keys.derive_each(purpose)[place]
        insert_new(
            session,
            PurposeKey,
            purpose=purpose,
            wrapped=rules.wrap_purpose(wrapping, purpose, key),
            root_check=check,
            created_at=now,
        )
