"""Prints one table: CPU of each journey as a multiple of the floor, beside its goal.

The floor and Sillage are measured in the same run, in short alternating rounds; minima are taken,
because other work on the machine only ever adds. SQLite; nothing is asserted.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.journeys import JOURNEYS, Journey, sign_in
from bench.servers import Server, serving
from lms.app.migrations import upgrade
from lms.app.settings import new_root_key

ROUNDS = 6
REQUESTS = 100


def main() -> None:
    """Measure every journey on the demo's data."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        ours = _prepare(folder)
        floor = {"SILLAGE_TEST_FLOOR": f"sqlite:///{folder}/floor.db"}
        with (
            serving("bench.floor:create_app()", floor) as bare,
            serving("wsgi:app", ours) as server,
        ):
            bare.request("GET", "/in")
            print(f"{'journey':<28}{'ms':>7}{'F':>7}{'goal':>7}{'bytes':>9}")
            for journey in JOURNEYS:
                _row(journey, bare, server)
            print(f"\nmemory of two web workers: {server.memory_mib():.0f} MiB (PSS)")


def _prepare(folder: Path) -> dict[str, str]:
    from click.testing import CliRunner

    from lms.app.commands import lms

    key = folder / "root.key"
    key.write_text(new_root_key(demo=True))
    key.chmod(0o600)
    environment = {"SILLAGE_MODE": "demo", "SILLAGE_DATA": str(folder)}
    upgrade(f"sqlite:///{folder}/sillage.db")
    for command in (["curriculum", "import"], ["demo", "load"]):
        CliRunner().invoke(lms, command, env=environment, catch_exceptions=False)
    return environment


def _row(journey: Journey, bare: Server, server: Server) -> None:
    sign_in(server, journey.who)
    address = journey.address or _roster(server)
    answer = server.request("GET", address)
    if answer.status != 200:
        raise RuntimeError(f"{address} answered {answer.status}")
    floor, ours = [], []
    for _ in range(ROUNDS):
        floor.append(_milliseconds(bare, "/floor"))
        ours.append(_milliseconds(server, address))
    least, times = min(ours), min(ours) / min(floor)
    goal, size = journey.goal, len(answer.body)
    print(f"{journey.name:<28}{least:>7.2f}{times:>7.1f}{goal:>7.1f}{size:>9}")


def _roster(server: Server) -> str:
    home = server.request("GET", "/home").body.decode()
    return home.partition('href="/orgs/')[2].partition('"')[0].join(["/orgs/", ""])


def _milliseconds(server: Server, path: str) -> float:
    before = server.cpu_seconds()
    for _ in range(REQUESTS):
        server.request("GET", path)
    return (server.cpu_seconds() - before) / REQUESTS * 1000


if __name__ == "__main__":
    main()
