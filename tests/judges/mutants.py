"""`make mutants`: breaks the code in a thousand small ways and sees whether a test notices.

mutmut does it, as `[tool.mutmut]` in pyproject.toml says. A mutant that no test kills must stand in
survivors.toml with the reason why it may live; a reason without its mutant is too much.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from mutmut.configuration import config
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import walk_mutatable_files

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DEAD = frozenset({"killed", "timeout", "caught by type check"})
Survivor = tuple[str, str]
"""The module and function, and the lines that the mutant has instead, one space between words."""


def main() -> int:
    """0 when every mutant was killed or may live."""
    subprocess.run([Path(sys.executable).parent / "mutmut", "run"], cwd=ROOT, check=True)
    counts = Counter(status for _name, status in _judged())
    alive = [_seen(name) for name, status in _judged() if status not in DEAD]
    known = _known()
    unknown, gone = sorted(set(alive) - known), sorted(known - set(alive))
    for where, becomes in unknown:
        _say(f"SURVIVED in {where}: {becomes}")
    for where, becomes in gone:
        _say(f"NO LONGER ALIVE in {where}: {becomes}")
    killed = sum(counts[status] for status in DEAD)
    _say(f"{counts.total()} mutants, {killed} killed, {len(alive)} alive: {dict(counts)}")
    return 1 if unknown or gone else 0


def _judged() -> Iterator[tuple[str, str]]:
    """Every mutant and what became of it."""
    for path in walk_mutatable_files():
        if config().should_mutate(path):
            data = SourceFileMutationData(path=path)
            data.load()
            for name, code in data.exit_code_by_key.items():
                yield name, status_by_exit_code[code]


def _seen(name: str) -> Survivor:
    lines = get_diff_for_mutant(name).splitlines()
    where = name.rpartition("__mutmut_")[0].replace(".x_", ".").replace("xǁ", "").replace("ǁ", ".")
    return where, _joined(lines, "+") or f"without {_joined(lines, '-')}"


def _joined(lines: list[str], sign: str) -> str:
    changed = [
        line[1:] for line in lines if line.startswith(sign) and not line.startswith(3 * sign)
    ]
    return " ".join(" ".join(changed).split())


def _known() -> set[Survivor]:
    told = tomllib.loads((HERE / "survivors.toml").read_text())["survivor"]
    return {(one["where"], becomes) for one in told for becomes in one["becomes"]}


def _say(words: str) -> None:
    print(words)  # noqa: T201 - a command


if __name__ == "__main__":
    sys.exit(main())
