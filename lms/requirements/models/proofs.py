"""The answer to a rule set: for each rule what is missing, and the evidence it was judged on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lms.requirements.models.algebra import SCHEMA, JsonObject, Rule, RuleSet
from lms.requirements.models.facts import Evidence


class Unit(StrEnum):
    """What a missing amount is counted in."""

    MINUTES = "minutes"
    STEPS = "steps"
    MODULES = "modules"
    RIGHT_ANSWERS = "right_answers"
    CHECKS = "checks"
    RULES = "rules"
    SESSIONS = "sessions"


@dataclass(frozen=True, slots=True)
class Missing:
    """How much is still needed; modules, checks and sessions are those that nobody began."""

    unit: Unit
    amount: int


@dataclass(frozen=True, slots=True)
class ProofNode:
    """One rule judged; met exactly when nothing is missing."""

    rule: Rule
    missing: Missing
    evidence: tuple[Evidence, ...] = ()
    children: tuple[ProofNode, ...] = ()

    @property
    def met(self) -> bool:
        return self.missing.amount == 0

    def document(self) -> JsonObject:
        """The judgement without its rule, which the rule set of the proof already holds."""
        return {
            "met": self.met,
            "missing": {"unit": self.missing.unit.value, "amount": self.missing.amount},
            "evidence": [evidence.document() for evidence in self.evidence],
            "children": [child.document() for child in self.children],
        }


@dataclass(frozen=True, slots=True)
class Proof:
    """The judgement of a whole rule set; nodes stand in the order of the rules."""

    rule_set: RuleSet
    root: ProofNode

    @property
    def met(self) -> bool:
        return self.root.met

    @property
    def version(self) -> str:
        return self.rule_set.version

    @property
    def digest(self) -> str:
        """The digest of the rules that were applied."""
        return self.rule_set.digest

    def document(self) -> JsonObject:
        """What is stored; `read_proof` reads it back without judging again."""
        return {
            "schema": SCHEMA,
            "rule_set": self.rule_set.document(),
            "digest": self.digest,
            "proof": self.root.document(),
        }
