"""A small share of `make torture`: each promise is tried, and each action has its race."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lms.web.database import Application
from tests.databases import Databases
from tests.torture import batch, canaries, cut, letters, malformed, migrations, races
from tests.torture.acts import ACTS, NOT_RACED
from tests.torture.acts.stage import stage_of
from tests.torture.ground import Ground, invariants
from tests.torture.ground import ground as ground_of

STORMS = 4
MALFORMED = 12_500
"""Requests on each engine, over the storms; `make torture` sends a million."""


@pytest.fixture
def ground(databases: Databases, tmp_path: Path) -> Ground:
    """The engine under test, for a hundredth of the torture."""
    return Ground(databases, tmp_path, 0.01)


@pytest.fixture
def own_ground(databases: Databases) -> Iterator[Ground]:
    """The same with a database in the ground's own folder: files are searched there."""
    with ground_of(databases.kind, 0.01, 0, 1) as found:
        yield found


def test_every_action_that_changes_something_is_raced_or_says_why_not(app: Application) -> None:
    posts = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert posts == set(ACTS) | set(NOT_RACED)
    assert not set(ACTS) & set(NOT_RACED)


@pytest.mark.parametrize("name", ACTS)
def test_eight_at_once_leave_what_one_leaves(real: Application, name: str) -> None:
    stage = stage_of(real)
    found = races.race(stage, name, ACTS[name], rounds=2)
    stage.make.session.close()
    assert found.broken == []
    assert found.counts["rounds"] > 0


@pytest.mark.parametrize("storm", range(STORMS))
def test_malformed_requests_are_refused_calmly(house: Application, storm: int) -> None:
    found = malformed.storm(house, MALFORMED // STORMS, seed=100 * storm)
    assert found.broken == []
    assert found.counts["requests"] >= 0.99 * MALFORMED / STORMS


def test_a_request_that_is_cut_leaves_nothing(ground: Ground) -> None:
    assert cut.keep(ground).broken == []


def test_letters_leave_once_whatever_the_mail_server_does(ground: Ground) -> None:
    assert letters.letters_once(ground).broken == []


def test_a_batch_of_certificates_that_is_killed_ends_in_one_for_each(ground: Ground) -> None:
    assert batch.keep(ground).broken == []


def test_private_words_are_readable_nowhere(own_ground: Ground) -> None:
    found = canaries.keep(own_ground)
    assert found.broken == []
    assert found.counts["canaries"] > 50


def test_an_upgrade_that_is_killed_is_begun_again(ground: Ground) -> None:
    assert migrations.keep(ground).broken == []


def test_the_teeth_of_the_races(ground: Ground) -> None:
    found = races.bite(ground)
    assert found.broken == []
    assert found.counts["caught"] == found.counts["variants"] > 1


def test_the_teeth_of_the_canaries(own_ground: Ground) -> None:
    assert canaries.bite(own_ground).broken == []


def test_invariants_hold_on_a_new_stage(real: Application) -> None:
    stage_of(real).make.session.commit()
    assert invariants(real) == []
