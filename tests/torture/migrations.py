"""Upgrades stopped at each statement leave the database as it was, and then complete."""

from __future__ import annotations

from collections.abc import Callable
from signal import SIGKILL

from lms.app.migrations import upgrade
from tests.app.test_upgrades import FIRST, old_rows, state, upgraded
from tests.conftest import settings_for
from tests.killing import kill_lms
from tests.torture.ground import Ground, Kept, bitten
from tests.torture.serving import environment

WORDS = "an upgrade that is stopped is begun again"
KILLS = 20
"""Processes killed outright, on each engine: each costs a start of Python."""


Stop = Callable[..., int]


def keep(ground: Ground, stop: Stop = upgraded) -> Kept:
    """Stop at every statement, or at a share of them; then let it end."""
    kept, other = Kept(), ground.databases.empty()
    upgrade(other, FIRST)
    total = upgraded(other)
    old = _old(ground)
    before, between = state(old), round(1 / ground.share)
    for statement in range(1, total, between):
        stop(old, stop_at=statement)
        kept.counts.update(stops=1)
        kept.check(state(old) == before, f"statement {statement} left something half")
    upgrade(old)
    kept.check(state(old)[1] == state(other)[1], "the tables are not those of a new installation")
    kept.add(_killed(ground, total))
    return kept


def bite(ground: Ground) -> Kept:
    """An upgrade that commits each revision by itself."""

    def by_revisions(url: str, *, stop_at: int) -> int:
        upgrade(url, "0002")
        return stop_at

    return bitten("commits each revision", keep(ground.smaller(0.02), by_revisions))


def _killed(ground: Ground, total: int) -> Kept:
    """The same with real processes that are killed outright."""
    kept, old, folder = Kept(), _old(ground), ground.place()
    settings_for(old, folder)
    before, kills = state(old), ground.of(KILLS)
    for number in range(kills):
        statement = 1 + total * (2 * number + 1) // (2 * kills)
        status = kill_lms(statement, environment(old, folder), "migrate")
        kept.counts.update(kills=status == -SIGKILL)
        kept.check(state(old) == before, f"killed at statement {statement}: something half")
    upgrade(old)
    kept.check(state(old) != before, "the upgrade did not end")
    return kept


def _old(ground: Ground) -> str:
    old = ground.databases.empty()
    upgrade(old, FIRST)
    old_rows(old)
    return old
