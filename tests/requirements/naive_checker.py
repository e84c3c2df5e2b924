"""A second, deliberately naive judge: it reads stored documents, with no code of the first."""

from __future__ import annotations

from fractions import Fraction
from typing import Any


def granted(rule: dict[str, Any], facts: list[dict[str, Any]]) -> bool:
    """Whether the rule document is met by the fact documents, whatever they are."""
    if rule["kind"] in ("all_of", "at_least"):
        needed: int = rule.get("count", len(rule["rules"]))
        return [granted(below, facts) for below in rule["rules"]].count(True) >= needed
    if rule["kind"] == "module_complete":
        return any(
            fact["steps_done"] == fact["steps_total"]
            for fact in facts
            if fact["kind"] == "module_progress" and fact["module"] == rule["module"]
        )
    if rule["kind"] == "check_passed":
        return any(
            Fraction(fact["right"], fact["total"]) >= Fraction(rule["percent"], 100)
            for fact in facts
            if fact["kind"] == "check_result" and fact["module"] == rule["module"]
        )
    if rule["kind"] == "group_share":
        return any(
            fact["planned"] and Fraction(fact["signed"], fact["planned"]) * 100 >= rule["percent"]
            for fact in facts
            if fact["kind"] == "group_attendance"
        )
    assert rule["kind"] == "minutes_of"
    minutes, needed = 0, int(rule["minutes"])
    for fact in facts:
        if fact["kind"] == "ledger_minutes" and fact["ledger"] == rule["ledger"]:
            minutes += fact["counted"]
            minutes += fact["unanswered"] if rule["unanswered_counts"] else 0
    return minutes >= needed


def evidence_in(node: dict[str, Any]) -> list[dict[str, Any]]:
    """Everything that a stored proof was judged on."""
    found = list(node["evidence"])
    for child in node["children"]:
        found += evidence_in(child)
    return found


def disagreements(rule: dict[str, Any], node: dict[str, Any], facts: list[dict[str, Any]]) -> int:
    """How many nodes of a stored proof say something else than the rule and the facts."""
    wrong = int(granted(rule, facts) is not node["met"])
    wrong += int((node["missing"]["amount"] == 0) is not node["met"])
    for below, child in zip(rule.get("rules", []), node["children"], strict=True):
        wrong += disagreements(below, child, facts)
    return wrong
