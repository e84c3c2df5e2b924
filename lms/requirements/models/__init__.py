"""The words of the algebra: rules, facts, proofs, and their stored form."""

from lms.requirements.models.algebra import (
    AllOf,
    AtLeast,
    CheckPassed,
    GroupShare,
    Ledger,
    MinutesOf,
    ModuleComplete,
    Rule,
    RuleMalformed,
    RuleSet,
)
from lms.requirements.models.facts import (
    CheckResult,
    Evidence,
    Facts,
    GroupAttendance,
    LedgerMinutes,
    ModuleExemption,
    ModuleProgress,
)
from lms.requirements.models.proofs import Missing, Proof, ProofNode, Unit
from lms.requirements.models.reading import read_proof, read_rule_set

__all__ = [
    "AllOf",
    "AtLeast",
    "CheckPassed",
    "CheckResult",
    "Evidence",
    "Facts",
    "GroupAttendance",
    "GroupShare",
    "Ledger",
    "LedgerMinutes",
    "MinutesOf",
    "Missing",
    "ModuleComplete",
    "ModuleExemption",
    "ModuleProgress",
    "Proof",
    "ProofNode",
    "Rule",
    "RuleMalformed",
    "RuleSet",
    "Unit",
    "read_proof",
    "read_rule_set",
]
