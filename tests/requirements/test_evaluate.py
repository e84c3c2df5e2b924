"""A rule set is judged exactly, whatever the order, and more facts never take anything away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
    Missing,
    ModuleComplete,
    ModuleProgress,
    ProofNode,
    Rule,
    RuleSet,
    Unit,
)

from . import strategies as some

DAY = date(2026, 11, 12)
NOTHING = Facts()


def nodes(node: ProofNode) -> list[ProofNode]:
    return [node, *(below for child in node.children for below in nodes(child))]


def grown(facts: Facts) -> st.SearchStrategy[Facts]:
    """Facts that say at least as much: more steps, more attempts, more minutes of any standing.

    Of group sessions more are signed, and as many are planned.
    """

    @st.composite
    def draw_more(draw: st.DrawFn) -> Facts:
        known = {progress.module: progress for progress in facts.modules}
        held = {entry.ledger: entry for entry in facts.minutes}
        modules = [draw(further(known.get(module))) for module in some.MODULES if module in known]
        new = draw(st.lists(some.results(), max_size=3, unique_by=lambda result: result.attempt))
        taken = {result.attempt for result in facts.checks}
        extra = draw(some.facts())
        modules += [progress for progress in extra.modules if progress.module not in known]
        minutes = [draw(longer(entry)) for entry in facts.minutes]
        minutes += [entry for entry in extra.minutes if entry.ledger not in held]
        checks = (*facts.checks, *(result for result in new if result.attempt not in taken))
        group = facts.group
        if group is not None:
            group = replace(group, signed=group.signed + draw(some.amounts))
        return Facts(tuple(modules), checks, tuple(minutes), group=group)

    return draw_more()


@st.composite
def further(draw: st.DrawFn, progress: ModuleProgress | None) -> ModuleProgress:
    assert progress is not None
    done = draw(st.integers(progress.steps_done, progress.steps_total))
    day = progress.completed_on or DAY
    return replace(
        progress, steps_done=done, completed_on=day if done == progress.steps_total else None
    )


@st.composite
def longer(draw: st.DrawFn, entry: LedgerMinutes) -> LedgerMinutes:
    return replace(
        entry,
        counted=entry.counted + draw(some.amounts),
        unanswered=entry.unanswered + draw(some.amounts),
        pending=entry.pending + draw(some.amounts),
    )


def check(right: int, total: int, attempt: str = "a1", module: str = "listening") -> CheckResult:
    return CheckResult(module, right, total, attempt, DAY)


@pytest.mark.parametrize(
    ("percent", "right", "total", "short"),
    [
        (80, 8, 10, 0),
        (80, 7, 10, 1),
        (80, 0, 10, 8),
        (80, 2, 3, 1),  # 66 %: three right answers are the first to reach 80 %
        (67, 2, 3, 1),
        (66, 2, 3, 0),
        (1, 0, 10, 1),
        (1, 1, 100, 0),
        (100, 9, 10, 1),
        (29, 29, 100, 0),  # 0.29 * 100 is not 29 in floating point
    ],
)
def test_a_check_is_judged_without_rounding(
    percent: int, right: int, total: int, short: int
) -> None:
    node = rules.prove(CheckPassed("listening", percent), Facts(checks=(check(right, total),)))

    assert node.missing == Missing(Unit.RIGHT_ANSWERS, short)
    assert node.met is (right * 100 >= percent * total)


def test_the_best_attempt_counts_and_between_equals_the_earliest() -> None:
    early = CheckResult("listening", 9, 10, "z-early", date(2026, 11, 1))
    late = CheckResult("listening", 9, 10, "a-late", date(2026, 11, 9))
    facts = Facts(checks=(check(3, 10, "poor"), late, early, check(10, 10, "other", "rights")))

    assert rules.prove(CheckPassed("listening", 80), facts).evidence == (early,)


def test_a_check_or_a_module_not_begun_is_missing_as_a_whole() -> None:
    assert rules.prove(CheckPassed("role", 80), NOTHING).missing == Missing(Unit.CHECKS, 1)
    assert rules.prove(ModuleComplete("role"), NOTHING).missing == Missing(Unit.MODULES, 1)


def test_a_module_lacks_the_steps_not_done() -> None:
    progress = ModuleProgress("listening", 3, 9)

    node = rules.prove(ModuleComplete("listening"), Facts(modules=(progress,)))

    assert node.missing == Missing(Unit.STEPS, 6)
    assert node.evidence == (progress,)


@pytest.mark.parametrize(
    ("unanswered_counts", "missing"),
    [(False, 90), (True, 45)],
)
def test_unanswered_minutes_count_only_when_the_rule_says_so(
    unanswered_counts: bool, missing: int
) -> None:
    held = LedgerMinutes(Ledger.SUPERVISION, 150, unanswered=45, pending=600, sources=("s1", "s2"))
    rule = MinutesOf(Ledger.SUPERVISION, 240, unanswered_counts)

    node = rules.prove(rule, Facts(minutes=(held,)))

    assert node.missing == Missing(Unit.MINUTES, missing)
    assert node.evidence == (held,)


def test_a_ledger_does_not_pay_for_another() -> None:
    training = LedgerMinutes(Ledger.TRAINING, 1000)

    node = rules.prove(MinutesOf(Ledger.SUPERVISION, 240), Facts(minutes=(training,)))

    assert node.missing == Missing(Unit.MINUTES, 240)
    assert node.evidence == ()


def test_the_proof_keeps_the_version_and_the_digest_of_its_rules() -> None:
    rule_set = RuleSet("Premiers pas, version 1", ModuleComplete("role"))

    proof = rules.evaluate(rule_set, NOTHING)

    assert (proof.version, proof.digest) == ("Premiers pas, version 1", rule_set.digest)
    assert not proof.met


def test_the_missing_leaves_stand_in_reading_order_and_skip_a_group_that_is_met() -> None:
    either = AtLeast(1, (ModuleComplete("rights"), ModuleComplete("role")))
    both = AllOf((CheckPassed("role", 80), MinutesOf(Ledger.SUPERVISION, 240)))
    facts = Facts(modules=(ModuleProgress("rights", 4, 4, DAY),))

    proof = rules.evaluate(RuleSet("v1", AllOf((either, ModuleComplete("listening"), both))), facts)

    assert [leaf.rule for leaf in rules.missing_leaves(proof)] == [
        ModuleComplete("listening"),
        *both.rules,
    ]


@given(some.rules, some.facts())
def test_met_and_nothing_missing_are_the_same(rule: Rule, facts: Facts) -> None:
    for node in nodes(rules.prove(rule, facts)):
        assert node.met is (node.missing.amount == 0)
        assert node.missing.amount >= 0


@given(some.rule_sets, some.facts())
def test_a_proof_is_met_exactly_when_no_leaf_is_missing(rule_set: RuleSet, facts: Facts) -> None:
    proof = rules.evaluate(rule_set, facts)

    assert proof.met is (rules.missing_leaves(proof) == ())


@given(some.rules, some.facts())
def test_judging_twice_gives_the_same_proof(rule: Rule, facts: Facts) -> None:
    assert rules.prove(rule, facts) == rules.prove(rule, facts)


@settings(max_examples=400)
@given(st.data(), some.rules, some.facts())
def test_more_facts_never_unmeet_a_rule(data: st.DataObject, rule: Rule, facts: Facts) -> None:
    before = nodes(rules.prove(rule, facts))
    after = nodes(rules.prove(rule, data.draw(grown(facts))))

    for earlier, later in zip(before, after, strict=True):
        assert later.met or not earlier.met
        if earlier.missing.unit is later.missing.unit is not Unit.RIGHT_ANSWERS:
            assert later.missing.amount <= earlier.missing.amount


@given(st.data(), st.lists(some.rules, min_size=1, max_size=5, unique=True), some.facts())
def test_the_order_of_rules_and_facts_means_nothing(
    data: st.DataObject, several: list[Rule], facts: Facts
) -> None:
    shuffled = tuple(data.draw(st.permutations(several)))
    count = data.draw(st.integers(0, len(several)))
    mixed = Facts(
        tuple(data.draw(st.permutations(facts.modules))),
        tuple(data.draw(st.permutations(facts.checks))),
        tuple(data.draw(st.permutations(facts.minutes))),
        group=facts.group,
    )

    for one, other in (
        (AllOf(tuple(several)), AllOf(shuffled)),
        (AtLeast(count, tuple(several)), AtLeast(count, shuffled)),
    ):
        assert rules.prove(one, facts).missing == rules.prove(other, mixed).missing


@given(st.lists(some.rules, max_size=5, unique=True).map(tuple), some.facts())
def test_at_least_all_is_all_and_at_least_none_is_met(
    several: tuple[Rule, ...], facts: Facts
) -> None:
    every, all_of = AtLeast(len(several), several), AllOf(several)

    assert rules.prove(every, facts).missing == rules.prove(all_of, facts).missing
    assert rules.prove(AtLeast(0, several), facts).met


@given(some.rules, some.facts(), st.integers(1, 10_000))
def test_pending_minutes_never_change_a_judgement(rule: Rule, facts: Facts, more: int) -> None:
    waiting = tuple(replace(entry, pending=entry.pending + more) for entry in facts.minutes)

    before = nodes(rules.prove(rule, facts))
    after = nodes(rules.prove(rule, replace(facts, minutes=waiting)))

    assert [node.missing for node in before] == [node.missing for node in after]


@given(some.amounts, st.integers(0, 10_000), st.integers(1, 300))
def test_unanswered_minutes_never_meet_a_rule_that_leaves_them_out(
    counted: int, unanswered: int, minutes: int
) -> None:
    held = LedgerMinutes(Ledger.SUPERVISION, counted, unanswered)

    node = rules.prove(MinutesOf(Ledger.SUPERVISION, minutes), Facts(minutes=(held,)))

    assert node.met is (counted >= minutes)
