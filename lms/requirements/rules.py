"""Facts against rules: the judgement, in whole numbers, of every rule of a set."""

from __future__ import annotations

from typing import assert_never

from lms.requirements.models import (
    AllOf,
    AtLeast,
    CheckPassed,
    Facts,
    GroupShare,
    MinutesOf,
    Missing,
    ModuleComplete,
    Proof,
    ProofNode,
    Rule,
    RuleSet,
    Unit,
)


def evaluate(rule_set: RuleSet, facts: Facts) -> Proof:
    """The proof of every rule of the set; it never fails and no fact more takes a rule away.

    But for what is planned: a session more is a session more to sign.
    """
    return Proof(rule_set, prove(rule_set.root, facts))


def prove(rule: Rule, facts: Facts) -> ProofNode:
    """One rule judged, with all the rules inside it, even those that no longer matter."""
    match rule:
        case AllOf():
            return _group(rule, len(rule.rules), facts)
        case AtLeast():
            return _group(rule, rule.count, facts)
        case ModuleComplete():
            return _module_complete(rule, facts)
        case CheckPassed():
            return _check_passed(rule, facts)
        case MinutesOf():
            return _minutes_of(rule, facts)
        case GroupShare():
            return _group_share(rule, facts)
        case _:
            assert_never(rule)


def missing_leaves(proof: Proof) -> tuple[ProofNode, ...]:
    """The single rules not met, in reading order; none from a group that is met without them."""
    return _missing_leaves(proof.root)


def _missing_leaves(node: ProofNode) -> tuple[ProofNode, ...]:
    if node.met:
        return ()
    if not isinstance(node.rule, AllOf | AtLeast):
        return (node,)
    return tuple(leaf for child in node.children for leaf in _missing_leaves(child))


def _group(rule: AllOf | AtLeast, needed: int, facts: Facts) -> ProofNode:
    children = tuple(prove(subrule, facts) for subrule in rule.rules)
    met = sum(child.met for child in children)
    return ProofNode(rule, Missing(Unit.RULES, max(0, needed - met)), children=children)


def _module_complete(rule: ModuleComplete, facts: Facts) -> ProofNode:
    progress = facts.progress_in(rule.module)
    if progress is None:
        return ProofNode(rule, Missing(Unit.MODULES, 1))
    exempted = facts.exemptions_in(rule.module)
    settled = progress.steps_done + sum(one.steps for one in exempted)
    left = max(0, progress.steps_total - settled)
    return ProofNode(rule, Missing(Unit.STEPS, left), (progress, *exempted))


def _check_passed(rule: CheckPassed, facts: Facts) -> ProofNode:
    best = facts.best_check_of(rule.module)
    exempted = next((one for one in facts.exemptions_in(rule.module) if one.check), None)
    if exempted and (best is None or rule.missing(best.right, best.total)):
        return ProofNode(rule, Missing(Unit.CHECKS, 0), (exempted,))
    if best is None:
        return ProofNode(rule, Missing(Unit.CHECKS, 1))
    short = rule.missing(best.right, best.total)
    return ProofNode(rule, Missing(Unit.RIGHT_ANSWERS, short), (best,))


def _minutes_of(rule: MinutesOf, facts: Facts) -> ProofNode:
    held = facts.minutes_in(rule.ledger)
    if held is None:
        return ProofNode(rule, Missing(Unit.MINUTES, rule.minutes))
    short = max(0, rule.minutes - held.towards(unanswered_counts=rule.unanswered_counts))
    return ProofNode(rule, Missing(Unit.MINUTES, short), (held,))


def _group_share(rule: GroupShare, facts: Facts) -> ProofNode:
    held = facts.group
    if held is None or not held.planned:
        return ProofNode(rule, Missing(Unit.SESSIONS, 1), (held,) if held else ())
    short = max(0, rule.minutes_needed(held.planned) - held.signed)
    return ProofNode(rule, Missing(Unit.MINUTES, short), (held,))
