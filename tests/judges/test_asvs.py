"""The table of OWASP ASVS 5.0 names what is there, and its counts are told as they are."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

from lms.accounts import rules
from lms.accounts.rules import Limit
from lms.certification.views.verification import LIMIT as VERIFICATION
from lms.kernel.keys import LASTING, PASSING

ROOT = Path(__file__).parents[2]
ANSWERS = ("holds", "partly", "no", "operator", "not applicable")
PROVED = {"holds", "partly", "operator"}
AN_ID = re.compile(r"V\d+\.\d+\.\d+")
HOW_MANY = {"1": 70, "2": 183}
"""Requirements of each level in version 5.0.0."""

with (ROOT / "docs/asvs.csv").open(newline="") as file:
    ROWS = list(csv.DictReader(file))
SECURITY = (ROOT / "docs/security.md").read_text()
PROTECTION = (ROOT / "docs/protection.md").read_text()


def test_every_requirement_of_both_levels_is_answered_once() -> None:
    ids = [row["id"] for row in ROWS]
    assert len(set(ids)) == len(ids)
    assert all(AN_ID.fullmatch(one) for one in ids)
    assert Counter(row["level"] for row in ROWS) == HOW_MANY
    assert {row["answer"] for row in ROWS} <= set(ANSWERS)


def test_what_does_not_simply_hold_says_why() -> None:
    assert [row["id"] for row in ROWS if bool(row["remark"]) == (row["answer"] == "holds")] == []


def test_every_proof_is_there() -> None:
    assert [row["id"] for row in ROWS if row["answer"] in PROVED and not row["proof"]] == []
    missing = [row["proof"] for row in ROWS if row["proof"] and not _exists(row["proof"])]
    assert missing == []


def _exists(proof: str) -> bool:
    name, _colons, test = proof.partition("::")
    path = ROOT / name
    return path.is_file() and (not test or f"\ndef {test}(" in path.read_text())


def test_the_counts_told_are_those_of_the_table() -> None:
    for answer in ANSWERS:
        found = [row["level"] for row in ROWS if row["answer"] == answer]
        one, two = found.count("1"), found.count("2")
        assert f"| {answer} | {one} | {two} | {one + two} |" in SECURITY


def test_what_is_not_held_is_named() -> None:
    told = set(AN_ID.findall(SECURITY.partition("## Not held")[2]))
    assert told == {row["id"] for row in ROWS if row["answer"] in {"no", "partly"}}


def test_the_limits_told_are_those_of_the_code() -> None:
    limits = [one for one in vars(rules).values() if isinstance(one, Limit)]
    for limit in {*limits, VERIFICATION}:
        minutes = round(limit.within.total_seconds() / 60)
        line = f"| {limit.purpose} | {limit.account} | {limit.network} | {minutes} |"
        assert line in PROTECTION


def test_every_purpose_of_a_key_is_told() -> None:
    for purpose in PASSING | LASTING:
        assert f"\n| {purpose} | " in PROTECTION
