"""The server is killed again and again while people work: what it acknowledged is there, once."""

from __future__ import annotations

from pathlib import Path

from tests.databases import Databases
from tests.torture import kills
from tests.torture.ground import Ground

KILLS = 5
"""`make torture` kills hundreds of times."""


def test_a_killed_server_lost_nothing_that_it_acknowledged(
    databases: Databases, tmp_path: Path
) -> None:
    found = kills.keep(Ground(databases, tmp_path, KILLS / kills.KILLS))
    assert found.broken == []
    assert found.counts["kills"] == KILLS
    assert found.counts["acknowledged"] > KILLS
    (log,) = tmp_path.rglob("server.log")
    assert "Nom" not in log.read_text()
