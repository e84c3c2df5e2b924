"""Rules and facts at their limits: just taken, just refused, where and in which words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from lms.kernel.text import Text
from lms.requirements import rules
from lms.requirements.models import (
    AllOf,
    AtLeast,
    CheckPassed,
    CheckResult,
    Facts,
    Ledger,
    LedgerMinutes,
    MinutesOf,
    ModuleComplete,
    ModuleProgress,
    Rule,
    RuleMalformed,
    RuleSet,
)
from lms.requirements.models.algebra import MAX_MINUTES
from lms.requirements.models.facts import MOST

DAY = date(2026, 11, 12)
ROLE = ModuleComplete("role")
BY_LENGTH = "Give a short name: lower-case letters, digits and hyphens."
TOO_LARGE = "Use at most 200 rules, nested at most 8 deep."


def many(count: int) -> tuple[Rule, ...]:
    return tuple(ModuleComplete(f"m{number}") for number in range(count))


def nested(levels: int) -> Rule:
    rule: Rule = ROLE
    for _level in range(levels - 1):
        rule = AllOf((rule,))
    return rule


@pytest.mark.parametrize(
    "make",
    [
        lambda: AtLeast(0, (ROLE,)),
        lambda: AtLeast(1, (ROLE,)),
        lambda: AllOf(many(200)),
        lambda: AtLeast(200, many(200)),
        lambda: ModuleComplete("a" * 80),
        lambda: ModuleComplete("a-1_b"),
        lambda: CheckPassed("role", 1),
        lambda: CheckPassed("role", 100),
        lambda: MinutesOf(Ledger.TRAINING, 1),
        lambda: MinutesOf(Ledger.TRAINING, MAX_MINUTES),
        lambda: RuleSet("v", nested(8)),
        lambda: RuleSet("v" * 80, AllOf(many(199))),
        lambda: RuleSet(" v ", ROLE),
        lambda: ModuleProgress("role", 0, 1),
        lambda: ModuleProgress("role", MOST, MOST, DAY),
        lambda: CheckResult("role", 0, 1, "a", DAY),
        lambda: CheckResult("role", MOST, MOST, "a" * 64, DAY),
        lambda: LedgerMinutes(Ledger.TRAINING, 0, 0, 0, ("a", "b" * 64)),
        lambda: LedgerMinutes(Ledger.TRAINING, MOST, MOST, MOST),
    ],
)
def test_what_is_just_within_is_taken(make: Callable[[], object]) -> None:
    assert make() == make()


def between(least: int, most: int) -> str:
    return f"Give a number from {least} to {most}."


@pytest.mark.parametrize(
    ("make", "path", "words"),
    [
        (lambda: AtLeast(-1, (ROLE,)), "count", between(0, 1)),
        (lambda: AtLeast(2, (ROLE,)), "count", between(0, 1)),
        (lambda: AllOf(many(201)), "rules", TOO_LARGE),
        (lambda: AtLeast(1, many(201)), "rules", TOO_LARGE),
        (lambda: AllOf((*many(2), ROLE, ROLE)), "rules[3]", "This rule is already in the group."),
        (lambda: ModuleComplete("a" * 81), "module", BY_LENGTH),
        (lambda: ModuleComplete("Role"), "module", BY_LENGTH),
        (lambda: CheckPassed("", 80), "module", BY_LENGTH),
        (lambda: CheckPassed("role", 0), "percent", between(1, 100)),
        (lambda: CheckPassed("role", 101), "percent", between(1, 100)),
        (lambda: MinutesOf(Ledger.TRAINING, 0), "minutes", between(1, MAX_MINUTES)),
        (lambda: MinutesOf(Ledger.TRAINING, 600_001), "minutes", between(1, 600_000)),
        (lambda: RuleSet("v", nested(9)), "rule", TOO_LARGE),
        (lambda: RuleSet("v", AllOf(many(200))), "rule", TOO_LARGE),
        (lambda: RuleSet("v", AllOf(())), "rule", "These rules ask for nothing."),
        (lambda: RuleSet("", ROLE), "version", "Write a label of 1 to 80 characters."),
        (lambda: RuleSet("v" * 81, ROLE), "version", "Write a label of 1 to 80 characters."),
        (lambda: RuleSet("v\n", ROLE), "version", "Write a label of 1 to 80 characters."),
        (lambda: ModuleProgress("Role", 1, 2), "module", BY_LENGTH),
        (lambda: ModuleProgress("role", 0, 0), "steps_total", between(1, MOST)),
        (lambda: ModuleProgress("role", 0, MOST + 1), "steps_total", between(1, 10_000_000)),
        (lambda: ModuleProgress("role", -1, 2), "steps_done", between(0, 2)),
        (lambda: ModuleProgress("role", 3, 2), "steps_done", between(0, 2)),
        (
            lambda: ModuleProgress("role", 2, 2),
            "completed_on",
            "A module has its date when all steps are done.",
        ),
        (
            lambda: ModuleProgress("role", 1, 2, DAY),
            "completed_on",
            "A module has its date when all steps are done.",
        ),
        (
            lambda: ModuleProgress("role", 2, 2, datetime(2026, 11, 12)),  # noqa: DTZ001
            "completed_on",
            "Give a day without a time.",
        ),
        (lambda: CheckResult("Role", 1, 2, "a", DAY), "module", BY_LENGTH),
        (lambda: CheckResult("role", 0, 0, "a", DAY), "total", between(1, MOST)),
        (lambda: CheckResult("role", 0, MOST + 1, "a", DAY), "total", between(1, MOST)),
        (lambda: CheckResult("role", -1, 2, "a", DAY), "right", between(0, 2)),
        (lambda: CheckResult("role", 3, 2, "a", DAY), "right", between(0, 2)),
        (
            lambda: CheckResult("role", 1, 2, "", DAY),
            "attempt",
            "Give an identifier of 1 to 64 characters.",
        ),
        (
            lambda: CheckResult("role", 1, 2, "a" * 65, DAY),
            "attempt",
            "Give an identifier of 1 to 64 characters.",
        ),
        (
            lambda: CheckResult("role", 1, 2, "a\n", DAY),
            "attempt",
            "Give an identifier of 1 to 64 characters.",
        ),
        (
            lambda: CheckResult("role", 1, 2, "a", datetime(2026, 11, 12)),  # noqa: DTZ001
            "submitted_on",
            "Give a day without a time.",
        ),
        (lambda: LedgerMinutes(Ledger.TRAINING, -1), "counted", between(0, MOST)),
        (lambda: LedgerMinutes(Ledger.TRAINING, 0, MOST + 1), "unanswered", between(0, MOST)),
        (lambda: LedgerMinutes(Ledger.TRAINING, 0, 0, -1), "pending", between(0, MOST)),
        (
            lambda: LedgerMinutes(Ledger.TRAINING, 0, sources=("a", "")),
            "sources[1]",
            "Give an identifier of 1 to 64 characters.",
        ),
        (
            lambda: LedgerMinutes(Ledger.TRAINING, 0, sources=("a", "a")),
            "sources",
            "The same entry appears twice.",
        ),
        (
            lambda: Facts(modules=(ModuleProgress("a", 1, 9), ModuleProgress("a", 2, 9))),
            "modules",
            "The same entry appears twice.",
        ),
        (
            lambda: Facts(checks=(CheckResult("role", 1, 10, "a1", DAY),) * 2),
            "checks",
            "The same entry appears twice.",
        ),
        (
            lambda: Facts(minutes=(LedgerMinutes(Ledger.TRAINING, 1),) * 2),
            "minutes",
            "The same entry appears twice.",
        ),
    ],
)
def test_what_is_just_outside_is_refused(make: Callable[[], object], path: str, words: str) -> None:
    with pytest.raises(RuleMalformed) as refused:
        make()
    assert (refused.value.path, str(refused.value.reason)) == (path, words)


def test_a_refusal_is_told_with_its_path() -> None:
    why = Text("Why.")
    bare, placed = RuleMalformed("", why), RuleMalformed("minutes", why)
    assert (str(bare), str(placed)) == ("Why.", "minutes: Why.")
    assert bare.within("$.rule").path == "$.rule"
    assert placed.within("$.rule").path == "$.rule.minutes"
    assert placed.within("$.rule").reason == why


def test_a_rule_that_says_nothing_of_unanswered_minutes_leaves_them_out() -> None:
    held = Facts(minutes=(LedgerMinutes(Ledger.SUPERVISION, 0, unanswered=240),))
    assert not rules.prove(MinutesOf(Ledger.SUPERVISION, 240), held).met
    assert LedgerMinutes(Ledger.TRAINING, 5) == LedgerMinutes(Ledger.TRAINING, 5, 0, 0, ())


def test_a_group_counts_what_it_lacks() -> None:
    known = Facts(modules=(ModuleProgress("m0", 1, 1, DAY), ModuleProgress("m1", 1, 1, DAY)))
    assert rules.prove(AtLeast(3, many(4)), known).missing.amount == 1
    assert rules.prove(AtLeast(1, many(4)), known).missing.amount == 0
    assert rules.prove(AllOf(many(4)), known).missing.amount == 2


@pytest.mark.parametrize(
    ("evidence", "written"),
    [
        (
            ModuleProgress("role", 2, 2, DAY),
            {
                "kind": "module_progress",
                "module": "role",
                "steps_done": 2,
                "steps_total": 2,
                "completed_on": "2026-11-12",
            },
        ),
        (
            CheckResult("role", 7, 10, "a1", DAY),
            {
                "kind": "check_result",
                "module": "role",
                "right": 7,
                "total": 10,
                "attempt": "a1",
                "submitted_on": "2026-11-12",
            },
        ),
        (
            LedgerMinutes(Ledger.SUPERVISION, 150, 45, 60, ("s1", "s2")),
            {
                "kind": "ledger_minutes",
                "ledger": "supervision",
                "counted": 150,
                "unanswered": 45,
                "pending": 60,
                "sources": ["s1", "s2"],
            },
        ),
    ],
)
def test_evidence_is_stored_under_these_names(
    evidence: ModuleProgress | CheckResult | LedgerMinutes, written: dict[str, object]
) -> None:
    assert evidence.document() == written


def test_a_proof_is_stored_under_these_names() -> None:
    rule_set = RuleSet("v1", AllOf((ROLE, CheckPassed("role", 80))))
    known = Facts(checks=(CheckResult("role", 8, 10, "a1", DAY),))
    assert rules.evaluate(rule_set, known).document() == {
        "schema": 1,
        "rule_set": rule_set.document(),
        "digest": rule_set.digest,
        "proof": {
            "met": False,
            "missing": {"unit": "rules", "amount": 1},
            "evidence": [],
            "children": [
                {
                    "met": False,
                    "missing": {"unit": "modules", "amount": 1},
                    "evidence": [],
                    "children": [],
                },
                {
                    "met": True,
                    "missing": {"unit": "right_answers", "amount": 0},
                    "evidence": [known.checks[0].document()],
                    "children": [],
                },
            ],
        },
    }


def test_the_digest_of_rules_never_changes() -> None:
    assert RuleSet("v1", ROLE).digest == (
        "e7bc69836bcf1870db47dee1ca88a981b8fd50bf570e64db1261c4c30592a81f"
    )
