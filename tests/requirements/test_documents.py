"""Rules and proofs are stored exactly and read back strictly, with the path of each fault."""

from __future__ import annotations

import copy
import json
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
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
    ModuleComplete,
    ModuleProgress,
    Rule,
    RuleMalformed,
    RuleSet,
    read_proof,
    read_rule_set,
)

from . import strategies as some

DAY = date(2026, 11, 12)
FIRST_STEPS = RuleSet(
    "Premiers pas, version 1",
    AllOf(
        (
            ModuleComplete("role"),
            AtLeast(1, (CheckPassed("role", 80), CheckPassed("listening", 80))),
            MinutesOf(Ledger.SUPERVISION, 240),
        )
    ),
)
FACTS = Facts(
    modules=(ModuleProgress("role", 9, 9, DAY),),
    checks=(CheckResult("role", 7, 10, "a1", DAY),),
    minutes=(LedgerMinutes(Ledger.SUPERVISION, 150, 45, 60, ("s1", "s2")),),
)


def with_change(document: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """The document with one place replaced; a path is written "rule.rules.1.count"."""
    changed = copy.deepcopy(document)
    *above, last = (int(part) if part.isdigit() else part for part in path.split("."))
    place: Any = changed
    for part in above:
        place = place[part]
    place[last] = value
    return changed


def refusal(document: Any, read: Any = read_rule_set) -> RuleMalformed:
    with pytest.raises(RuleMalformed) as refused:
        read(document)
    assert str(refused.value) == f"{refused.value.path}: {refused.value.reason}"
    return refused.value


@given(some.rule_sets)
def test_a_rule_set_survives_being_stored(rule_set: RuleSet) -> None:
    written = json.dumps(rule_set.document())

    again = read_rule_set(written)

    assert again == rule_set
    assert again.digest == rule_set.digest
    assert json.dumps(again.document()) == written


@given(some.rule_sets, some.facts())
def test_a_proof_survives_being_stored(rule_set: RuleSet, facts: Facts) -> None:
    proof = rules.evaluate(rule_set, facts)

    assert read_proof(json.dumps(proof.document())) == proof


def test_the_digest_follows_the_rules_and_not_the_label() -> None:
    renamed = RuleSet("Another label", FIRST_STEPS.root)
    eased = RuleSet(FIRST_STEPS.version, ModuleComplete("role"))

    assert renamed.digest == FIRST_STEPS.digest
    assert eased.digest != FIRST_STEPS.digest


def test_the_stored_form_is_the_published_one() -> None:
    assert FIRST_STEPS.document() == {
        "schema": 1,
        "version": "Premiers pas, version 1",
        "rule": {
            "kind": "all_of",
            "rules": [
                {"kind": "module_complete", "module": "role"},
                {
                    "kind": "at_least",
                    "count": 1,
                    "rules": [
                        {"kind": "check_passed", "module": "role", "percent": 80},
                        {"kind": "check_passed", "module": "listening", "percent": 80},
                    ],
                },
                {
                    "kind": "minutes_of",
                    "ledger": "supervision",
                    "minutes": 240,
                    "unanswered_counts": False,
                },
            ],
        },
    }


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("schema", 2, "$.schema"),
        ("schema", True, "$.schema"),
        ("version", "", "$.version"),
        ("version", " ", "$.version"),
        ("version", "a\nb", "$.version"),
        ("version", "é" * 81, "$.version"),
        ("version", 3, "$.version"),
        ("rule", [], "$.rule"),
        ("rule", {"module": "role"}, "$.rule"),
        ("rule.kind", "any_of", "$.rule.kind"),
        ("rule.kind", None, "$.rule.kind"),
        ("rule.rules", {}, "$.rule.rules"),
        ("rule.rules.0.extra", 1, "$.rule.rules[0]"),
        ("rule.rules.0.module", "Role!", "$.rule.rules[0].module"),
        ("rule.rules.0.module", "a" * 81, "$.rule.rules[0].module"),
        ("rule.rules.0", {"kind": "module_complete"}, "$.rule.rules[0]"),
        ("rule.rules.1.count", 3, "$.rule.rules[1].count"),
        ("rule.rules.1.count", -1, "$.rule.rules[1].count"),
        ("rule.rules.1.count", 1.0, "$.rule.rules[1].count"),
        ("rule.rules.1.count", "1", "$.rule.rules[1].count"),
        ("rule.rules.1.rules.1.percent", 0, "$.rule.rules[1].rules[1].percent"),
        ("rule.rules.1.rules.1.percent", 101, "$.rule.rules[1].rules[1].percent"),
        ("rule.rules.1.rules.1.module", "role", "$.rule.rules[1].rules[1]"),
        ("rule.rules.2.ledger", "practice", "$.rule.rules[2].ledger"),
        ("rule.rules.2.ledger", {}, "$.rule.rules[2].ledger"),
        ("rule.rules.2.minutes", 0, "$.rule.rules[2].minutes"),
        ("rule.rules.2.minutes", 10**9, "$.rule.rules[2].minutes"),
        ("rule.rules.2.minutes", True, "$.rule.rules[2].minutes"),
        ("rule.rules.2.unanswered_counts", 0, "$.rule.rules[2].unanswered_counts"),
        ("rule", {"kind": "all_of", "rules": []}, "$.rule"),
        (
            "rule",
            {"kind": "at_least", "count": 0, "rules": [{"kind": "module_complete", "module": "a"}]},
            "$.rule",
        ),
    ],
)
def test_a_faulty_rule_is_refused_at_its_place(path: str, value: object, fault: str) -> None:
    document = with_change(FIRST_STEPS.document(), path, value)

    assert refusal(json.dumps(document)).path == fault


@pytest.mark.parametrize(
    "written",
    ["", "{", "[1]", "null", "NaN", "[" * 200_000, '{"schema": 1, "schema": 1}', "9" * 5000],
)
def test_what_is_not_a_document_is_refused(written: str) -> None:
    assert refusal(written).path == "$"


def test_an_overlong_document_is_refused_before_it_is_read() -> None:
    assert refusal(" " * 1_048_577).path == "$"


def test_rules_nested_too_deep_are_refused() -> None:
    deep: Rule = ModuleComplete("role")
    for _level in range(8):
        deep = AllOf((deep,))
    inside = {"schema": 1, "version": "v", "rule": deep.document()}

    assert refusal(inside).path == "$.rule" + ".rules[0]" * 8
    with pytest.raises(RuleMalformed):
        RuleSet("v", deep)


def test_too_many_rules_are_refused_in_one_group_or_in_several() -> None:
    with pytest.raises(RuleMalformed):
        AllOf(tuple(ModuleComplete(f"m{number}") for number in range(201)))

    def two_groups(rules_in_all: int) -> RuleSet:
        many = tuple(ModuleComplete(f"m{number}") for number in range(rules_in_all - 3))
        return RuleSet("v", AllOf((AllOf(many[:100]), AllOf(many[100:]))))

    assert read_rule_set(two_groups(200).document()) == two_groups(200)
    with pytest.raises(RuleMalformed):
        two_groups(201)


def test_a_set_that_asks_for_nothing_would_certify_everybody_and_is_refused() -> None:
    nothing = AtLeast(0, (ModuleComplete("role"),))
    for root in (AllOf(()), nothing, AllOf((nothing,)), AtLeast(1, (nothing, ModuleComplete("a")))):
        with pytest.raises(RuleMalformed, match="ask for nothing"):
            RuleSet("v", root)


def test_one_rule_may_not_stand_twice_in_a_group() -> None:
    with pytest.raises(RuleMalformed, match="already in the group"):
        AtLeast(2, (ModuleComplete("role"), ModuleComplete("role")))


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("schema", 0, "$.schema"),
        ("digest", "0" * 64, "$.digest"),
        ("rule_set.rule.rules.2.minutes", 1, "$.digest"),
        ("proof.met", True, "$.proof.met"),
        ("proof.children", [], "$.proof.children"),
        ("proof.children.0.missing.amount", -1, "$.proof.children[0].missing.amount"),
        ("proof.children.0.missing.amount", 2, "$.proof.children[0].met"),
        ("proof.children.0.missing.unit", "euros", "$.proof.children[0].missing.unit"),
        ("proof.children.0.evidence.0.kind", "rumour", "$.proof.children[0].evidence[0].kind"),
        ("proof.children.0.evidence.0.steps_done", 8, "$.proof.children[0].evidence[0].completed"),
        ("proof.children.0.evidence.0.completed_on", "20261112", "$.proof.children[0].evidence[0]"),
        ("proof.children.0.evidence.0.completed_on", "soon", "$.proof.children[0].evidence[0]"),
        ("proof.children.2.evidence.0.sources", ["s1", "s1"], "$.proof.children[2].evidence[0]"),
    ],
)
def test_a_stored_proof_that_was_touched_is_refused(path: str, value: object, fault: str) -> None:
    document = with_change(rules.evaluate(FIRST_STEPS, FACTS).document(), path, value)

    assert refusal(json.dumps(document), read_proof).path.startswith(fault)


def test_a_stored_proof_is_read_and_not_judged_again() -> None:
    document = rules.evaluate(FIRST_STEPS, FACTS).document()
    document = with_change(document, "proof.children.2.missing.amount", 89)

    assert read_proof(document).root.children[2].missing.amount == 89


def test_a_proof_holds_ids_days_and_whole_numbers_but_no_time_of_day_and_no_dispute() -> None:
    written = json.dumps(rules.evaluate(FIRST_STEPS, FACTS).document())

    assert '"2026-11-12"' in written
    for word in ("contested", "comment", "T1", ":0"):
        assert word not in written


@pytest.mark.parametrize(
    "make",
    [
        lambda: ModuleProgress("role", 10, 9),
        lambda: ModuleProgress("role", 0, 0),
        lambda: ModuleProgress("role", 9, 9),
        lambda: ModuleProgress("role", 8, 9, DAY),
        lambda: ModuleProgress("role", 9, 9, datetime(2026, 11, 12, 8, 30)),  # noqa: DTZ001
        lambda: CheckResult("role", 11, 10, "a1", DAY),
        lambda: CheckResult("role", 0, 0, "a1", DAY),
        lambda: CheckResult("role", 1, 10, "", DAY),
        lambda: LedgerMinutes(Ledger.TRAINING, -1),
        lambda: Facts(modules=(ModuleProgress("a", 1, 9), ModuleProgress("a", 2, 9))),
        lambda: Facts(minutes=(LedgerMinutes(Ledger.TRAINING, 1),) * 2),
        lambda: Facts(checks=(CheckResult("role", 1, 10, "a1", DAY),) * 2),
    ],
)
def test_facts_that_cannot_be_are_refused(make: Any) -> None:
    with pytest.raises(RuleMalformed):
        make()


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=10,
)


@given(
    anything, st.sampled_from(("schema", "version", "rule", "rule.rules", "rule.rules.1.rules.0"))
)
def test_any_value_anywhere_is_read_or_refused_and_never_breaks(value: object, path: str) -> None:
    document = with_change(FIRST_STEPS.document(), path, value)

    try:
        again = read_rule_set(document).document()
    except RuleMalformed:
        again = document

    assert again == document
