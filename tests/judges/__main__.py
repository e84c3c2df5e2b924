"""Runs the judges of the code: semgrep with our own rules, tried on their examples first.

`python -m tests.judges` makes semgrep's environment when it lacks: it pins many packages of its
own, which must not decide the versions that Sillage runs on.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PLACE = ROOT / ".venv-judges"
JUDGED = (ROOT / "lms", ROOT / "wsgi.py", ROOT / "migrations")
MARK = re.compile(r"# (ruleid|ok): (\S+)")
Finding = tuple[str, int, str]
"""File, line and rule."""


def main() -> int:
    """0 when the rules find all their examples and nothing in the code."""
    _environment()
    with TemporaryDirectory() as place:
        # Where they stand semgrep would pass them over, as it does all tests.
        copytree(HERE / "examples", place, dirs_exist_ok=True)
        wrong = _differences(_found(Path(place)), _expected())
    broken = [f"{file}:{line}: {rule}" for file, line, rule in _found(*JUDGED)]
    for line in [*wrong, *broken]:
        print(line, file=sys.stderr)  # noqa: T201 - a command
    return 1 if wrong or broken else 0


def _environment() -> None:
    lock = HERE / "requirements.lock"
    stamp = PLACE / "made-from"
    if stamp.exists() and stamp.read_text() == lock.read_text():
        return
    subprocess.run([sys.executable, "-m", "venv", PLACE], check=True)
    pip = [str(PLACE / "bin" / "python"), "-m", "pip", "install", "-qq", "--require-hashes"]
    subprocess.run([*pip, "--disable-pip-version-check", "-r", str(lock)], check=True)
    stamp.write_text(lock.read_text())


def _found(*where: Path) -> list[Finding]:
    quiet = ("--metrics=off", "--disable-version-check", "--quiet", "--json", "--no-git-ignore")
    semgrep = [str(PLACE / "bin" / "semgrep"), "scan", *quiet, f"--config={HERE / 'rules.yml'}"]
    asked = subprocess.run(
        [*semgrep, *map(str, where)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    told = json.loads(asked.stdout)
    if told["errors"]:
        raise SystemExit("\n".join(str(error.get("message", error)) for error in told["errors"]))
    return [
        (_named(Path(one["path"])), one["start"]["line"], one["check_id"].rpartition(".")[2])
        for one in told["results"]
    ]


def _named(file: Path) -> str:
    return str(file.relative_to(ROOT)) if file.is_relative_to(ROOT) else file.name


def _expected() -> list[Finding]:
    marks = []
    for file in sorted((HERE / "examples").glob("*.py")):
        for number, line in enumerate(file.read_text().splitlines(), 1):
            mark = MARK.search(line)
            if mark and mark.group(1) == "ruleid":
                marks.append((file.name, number + 1, mark.group(2)))
    return marks


def _differences(found: list[Finding], expected: list[Finding]) -> list[str]:
    missed = [f"example not found: {one}" for one in set(expected) - set(found)]
    too_much = [f"example found wrongly: {one}" for one in set(found) - set(expected)]
    rules = set(re.findall(r"- id: (\S+)", (HERE / "rules.yml").read_text()))
    untried = [f"rule without example: {rule}" for rule in rules - {one[2] for one in expected}]
    return [*missed, *too_much, *untried]


if __name__ == "__main__":
    sys.exit(main())
