"""Counting tries, so that guessing takes too long; the database adds them up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    ScalarSelect,
    String,
    Table,
    bindparam,
    case,
    literal,
    or_,
    select,
    true,
    union_all,
    update,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from lms.accounts.models import Throttle
from lms.accounts.rules import Limit, minutes_to_wait
from lms.kernel.base import Instant
from lms.kernel.database import dialect_of, insert_into

# Put together once, on the bare table: nobody wants the row as an object.
TRIES = cast(Table, Throttle.__table__)
GIVING_BACK = (
    update(TRIES)
    .where(TRIES.c.key.in_([bindparam("account"), bindparam("network")]), TRIES.c.tries > 0)
    .values(tries=TRIES.c.tries - 1)
)


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
    along: tuple[ScalarSelect[Any], ...] = (),
    **asked: object,
) -> Counted:
    """Count before anything is checked, so that tries at the same time cannot slip through.

    One statement; `along` are scalar subqueries that it answers too, put together once, and
    `asked` their parameters.
    """
    within = one.limit.within
    # Always in the same order, or two tries could wait for each other.
    first, second = sorted((one.account, one.network))
    times = {"now": now, "too_old": now - within, "ahead": now + within}
    counting = _counting(dialect_of(session), along)
    rows = session.execute(counting, {"first": first, "second": second, **times, **asked}).all()
    allowed = {one.account: one.limit.account, one.network: one.limit.network}
    waits = [minutes_to_wait(r.since, within, now) for r in rows if r.tries > allowed[r.key]]
    return Counted(max(waits, default=0), tuple(rows[0][3:]))


@cache
def _counting(dialect: str, along: tuple[ScalarSelect[Any], ...]) -> ReturningInsert[Any]:
    # The second half heals a clock that was set back.
    over = or_(
        TRIES.c.since <= bindparam("too_old", type_=Instant),
        TRIES.c.since > bindparam("ahead", type_=Instant),
    )
    first, second = (
        select(bindparam(name, type_=String), literal(1), bindparam("now", type_=Instant))
        for name in ("first", "second")
    )
    # Not VALUES of several rows, which SQLAlchemy compiles anew each time; SQLite tells
    # "ON CONFLICT" from a join by the condition.
    counted = union_all(first.where(true()), second.where(true()))
    insert = insert_into(dialect, TRIES).from_select(["key", "tries", "since"], counted)
    upsert = insert.on_conflict_do_update(
        index_elements=[TRIES.c.key],
        set_={
            "tries": case((over, 1), else_=TRIES.c.tries + 1),
            "since": case((over, insert.excluded.since), else_=TRIES.c.since),
        },
    )
    return upsert.returning(TRIES.c.key, TRIES.c.tries, TRIES.c.since, *along)


def give_back(session: Session, one: Try) -> None:
    """A try that succeeded does not count."""
    session.execute(GIVING_BACK, {"account": one.account, "network": one.network})
