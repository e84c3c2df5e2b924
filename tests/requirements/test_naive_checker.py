"""Thousands of invented people, judged twice: the stored proof alone must convince a stranger."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta

from lms.requirements import rules
from lms.requirements.models import (
    AllOf,
    AtLeast,
    CheckPassed,
    CheckResult,
    Evidence,
    Facts,
    GroupAttendance,
    GroupShare,
    Ledger,
    LedgerMinutes,
    MinutesOf,
    ModuleComplete,
    ModuleProgress,
    Rule,
    RuleMalformed,
    RuleSet,
)

from .naive_checker import disagreements, evidence_in

MODULES = ("role", "listening", "rights", "self-care", "team")
PEOPLE = 10_000


def some_rule(chance: random.Random, depth: int = 3) -> Rule:
    kind = chance.randrange(6 if depth else 4)
    if kind == 3:
        return GroupShare(chance.randint(1, 100))
    if kind == 0:
        return ModuleComplete(chance.choice(MODULES))
    if kind == 1:
        return CheckPassed(chance.choice(MODULES), chance.randint(1, 100))
    if kind == 2:
        return MinutesOf(chance.choice(list(Ledger)), chance.randint(1, 600), chance.random() < 0.5)
    several = tuple({some_rule(chance, depth - 1): None for _ in range(chance.randint(0, 5))})
    return AllOf(several) if kind == 4 else AtLeast(chance.randint(0, len(several)), several)


def some_rule_set(chance: random.Random) -> RuleSet:
    while True:
        try:
            return RuleSet(f"version {chance.randint(1, 9)}", some_rule(chance))
        except RuleMalformed:
            continue


def some_facts(chance: random.Random) -> Facts:
    def day() -> date:
        return date(2026, 1, 1) + timedelta(days=chance.randrange(300))

    def length() -> int:
        return chance.choice((0, chance.randint(0, 600)))

    modules = []
    for module in chance.sample(MODULES, chance.randint(0, len(MODULES))):
        total = chance.randint(1, 9)
        done = chance.choice((total, chance.randint(0, total)))
        modules.append(ModuleProgress(module, done, total, day() if done == total else None))
    checks = []
    for number in range(chance.randint(0, 8)):
        total = chance.randint(1, 20)
        right = chance.randint(0, total)
        checks.append(CheckResult(chance.choice(MODULES), right, total, f"a{number}", day()))
    minutes = [
        LedgerMinutes(ledger, length(), length(), length())
        for ledger in chance.sample(list(Ledger), chance.randint(0, len(Ledger)))
    ]
    group = GroupAttendance(length(), length(), length(), (day(),))
    held = chance.choice((None, group))
    return Facts(tuple(modules), tuple(checks), tuple(minutes), group=held)


def test_a_naive_judge_agrees_with_every_node_of_ten_thousand_stored_proofs() -> None:
    chance = random.Random(20261122)  # noqa: S311 (invented people, not secrets)
    met = 0
    for _ in range(PEOPLE):
        proof = rules.evaluate(some_rule_set(chance), some_facts(chance))
        stored = json.loads(json.dumps(proof.document()))
        evidence = evidence_in(stored["proof"])

        assert disagreements(stored["rule_set"]["rule"], stored["proof"], dedupe(evidence)) == 0
        met += proof.met

    assert PEOPLE // 10 < met < PEOPLE * 9 // 10, "the invented people are all alike"


def test_a_naive_judge_given_all_the_facts_agrees_too() -> None:
    chance = random.Random(7)  # noqa: S311 (invented people, not secrets)
    for _ in range(PEOPLE):
        facts = some_facts(chance)
        proof = rules.evaluate(some_rule_set(chance), facts)
        everything: list[Evidence] = [*facts.modules, *facts.checks, *facts.minutes]
        everything += [facts.group] if facts.group else []
        known = [fact.document() for fact in everything]

        stored = json.loads(json.dumps(proof.document()))

        assert disagreements(stored["rule_set"]["rule"], stored["proof"], known) == 0


def dedupe(evidence: list[dict[str, object]]) -> list[dict[str, object]]:
    """Each fact once: two rules may have been judged on the same one."""
    return [fact for place, fact in enumerate(evidence) if fact not in evidence[:place]]
