"""What a process read once: a version never changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session

Kept = TypeVar("Kept")

# What was read, by the engine (or, in tests, the connection) that it came from: ids of one
# database mean nothing in another.
_kept: WeakKeyDictionary[Any, dict[tuple[Any, ...], Any]] = WeakKeyDictionary()


def once(session: Session, key: tuple[Any, ...], read: Callable[[], Kept]) -> Kept:
    kept = _kept.setdefault(session.get_bind(), {})
    if key not in kept:
        kept[key] = read()
    return cast(Kept, kept[key])
