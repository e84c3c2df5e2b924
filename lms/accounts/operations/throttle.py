"""Counting tries, so that guessing takes too long; the database adds them up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    case,
    literal,
    or_,
    select,
    true,
    union_all,
    update,
)
from sqlalchemy.orm import Session

from lms.accounts.models import Throttle
from lms.accounts.rules import Limit, minutes_to_wait
from lms.kernel.base import Instant
from lms.kernel.database import insert_into


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One try to count: its limit and the keyed digests of account and network."""

    limit: Limit
    account: str
    network: str


@dataclass(frozen=True, slots=True)
class Counted:
    """What a counted try found: minutes to wait (0: go on) and the columns asked along."""

    wait: int
    found: tuple[Any, ...] = ()


def count_try(
    session: Session,
    one: Try,
    *,
    now: datetime,
    along: Sequence[ColumnElement[Any] | ScalarSelect[Any]] = (),
) -> Counted:
    """Count before anything is checked, so that tries at the same time cannot slip through.

    One statement; `along` are scalar subqueries that it answers too.
    """
    within = one.limit.within
    # The second half heals a clock that was set back.
    over = or_(Throttle.since <= now - within, Throttle.since > now + within)
    # Always in the same order, or two tries could wait for each other.
    first, second = (
        select(literal(key), literal(1), literal(now, Instant)) for key in sorted(_keys(one))
    )
    # Not VALUES of several rows, which SQLAlchemy compiles anew each time; SQLite tells
    # "ON CONFLICT" from a join by the condition.
    counted = union_all(first.where(true()), second.where(true()))
    insert = insert_into(session, Throttle).from_select(["key", "tries", "since"], counted)
    upsert = insert.on_conflict_do_update(
        index_elements=[Throttle.key],
        set_={
            "tries": case((over, 1), else_=Throttle.tries + 1),
            "since": case((over, insert.excluded.since), else_=Throttle.since),
        },
    )
    rows = session.execute(
        upsert.returning(Throttle.key, Throttle.tries, Throttle.since, *along)
    ).all()
    allowed = {one.account: one.limit.account, one.network: one.limit.network}
    waits = [minutes_to_wait(r.since, within, now) for r in rows if r.tries > allowed[r.key]]
    return Counted(max(waits, default=0), tuple(rows[0][3:]))


def _keys(one: Try) -> tuple[str, str]:
    return one.account, one.network


def give_back(session: Session, one: Try) -> None:
    """A try that succeeded does not count."""
    session.execute(
        update(Throttle)
        .where(Throttle.key.in_(_keys(one)), Throttle.tries > 0)
        .values(tries=Throttle.tries - 1)
    )
