"""Stored rule sets and proofs, read back exactly or refused with the path of the fault."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import TypeVar

from lms.kernel.text import _
from lms.requirements.models.algebra import (
    MAX_DEPTH,
    SCHEMA,
    AllOf,
    AtLeast,
    CheckPassed,
    GroupShare,
    JsonObject,
    Ledger,
    MinutesOf,
    ModuleComplete,
    Rule,
    RuleMalformed,
    RuleSet,
    subrules,
    too_large,
)
from lms.requirements.models.documents import Place, decode
from lms.requirements.models.facts import (
    CheckResult,
    Evidence,
    GroupAttendance,
    LedgerMinutes,
    ModuleExemption,
    ModuleProgress,
)
from lms.requirements.models.proofs import Missing, Proof, ProofNode, Unit

Made = TypeVar("Made")
FRACTION = re.compile(r"\d{1,12}/[1-9]\d{0,14}")


def read_rule_set(document: JsonObject | str) -> RuleSet:
    """The rule set of a decoded document or of its JSON text."""
    return _rule_set(decode(document) if isinstance(document, str) else Place(document))


def read_proof(document: JsonObject | str) -> Proof:
    """A stored proof as it was judged then: it is read, never judged again."""
    place = decode(document) if isinstance(document, str) else Place(document)
    fields = place.record("schema", "rule_set", "digest", "proof")
    _known_schema(fields["schema"])
    rule_set = _rule_set(fields["rule_set"])
    if fields["digest"].text() != rule_set.digest:
        raise fields["digest"].refuse(_("The digest does not match the rules."))
    return Proof(rule_set, _node(fields["proof"], rule_set.root))


def _rule_set(place: Place) -> RuleSet:
    fields = place.record("schema", "version", "rule")
    _known_schema(fields["schema"])
    version, root = fields["version"].text(), _rule(fields["rule"], MAX_DEPTH)
    return _made(place, lambda: RuleSet(version, root))


def _known_schema(place: Place) -> None:
    if place.whole() != SCHEMA:
        raise place.refuse(_("This version of the format is unknown."))


def _rule(place: Place, depth_left: int) -> Rule:
    if not depth_left:
        raise place.refuse(too_large())
    kind = place.field("kind")
    read = RULES.get(kind.text())
    if read is None:
        raise kind.refuse(_("“%(value)s” is unknown here.", value=kind.text()[:80]))
    return read(place, depth_left)


def _all_of(place: Place, depth_left: int) -> Rule:
    fields = place.record("kind", "rules")
    rules = _rules(fields["rules"], depth_left)
    return _made(place, lambda: AllOf(rules))


def _at_least(place: Place, depth_left: int) -> Rule:
    fields = place.record("kind", "count", "rules")
    count, rules = fields["count"].whole(), _rules(fields["rules"], depth_left)
    return _made(place, lambda: AtLeast(count, rules))


def _rules(place: Place, depth_left: int) -> tuple[Rule, ...]:
    return tuple(_rule(item, depth_left - 1) for item in place.items())


def _module_complete(place: Place, _depth_left: int) -> Rule:
    module = place.record("kind", "module")["module"].text()
    return _made(place, lambda: ModuleComplete(module))


def _check_passed(place: Place, _depth_left: int) -> Rule:
    fields = place.record("kind", "module", "percent")
    module, percent = fields["module"].text(), fields["percent"].whole()
    return _made(place, lambda: CheckPassed(module, percent))


def _minutes_of(place: Place, _depth_left: int) -> Rule:
    fields = place.record("kind", "ledger", "minutes", "unanswered_counts")
    ledger, minutes = fields["ledger"].one_of(Ledger), fields["minutes"].whole()
    unanswered_counts = fields["unanswered_counts"].flag()
    return _made(place, lambda: MinutesOf(ledger, minutes, unanswered_counts))


def _group_share(place: Place, _depth_left: int) -> Rule:
    percent = place.record("kind", "percent")["percent"].whole()
    return _made(place, lambda: GroupShare(percent))


RULES: dict[str, Callable[[Place, int], Rule]] = {
    AllOf.KIND: _all_of,
    AtLeast.KIND: _at_least,
    ModuleComplete.KIND: _module_complete,
    CheckPassed.KIND: _check_passed,
    MinutesOf.KIND: _minutes_of,
    GroupShare.KIND: _group_share,
}


def _node(place: Place, rule: Rule) -> ProofNode:
    fields = place.record("met", "missing", "evidence", "children")
    children, rules = fields["children"].items(), subrules(rule)
    if len(children) != len(rules):
        raise fields["children"].refuse(_("The proof does not follow the rules."))
    node = ProofNode(
        rule,
        _missing(fields["missing"]),
        tuple(map(_evidence, fields["evidence"].items())),
        tuple(map(_node, children, rules)),
    )
    if fields["met"].flag() is not node.met:
        raise fields["met"].refuse(_("The proof contradicts itself."))
    return node


def _missing(place: Place) -> Missing:
    fields = place.record("unit", "amount")
    amount = fields["amount"].whole()
    if amount < 0:
        raise fields["amount"].refuse(_("The proof contradicts itself."))
    return Missing(fields["unit"].one_of(Unit), amount)


def _evidence(place: Place) -> Evidence:
    kind = place.field("kind")
    read = EVIDENCE.get(kind.text())
    if read is None:
        raise kind.refuse(_("“%(value)s” is unknown here.", value=kind.text()[:80]))
    return read(place)


def _module_progress(place: Place) -> Evidence:
    fields = place.record("kind", "module", "steps_done", "steps_total", "completed_on")
    module, completed = fields["module"].text(), fields["completed_on"]
    done, total = fields["steps_done"].whole(), fields["steps_total"].whole()
    day = None if completed.value is None else completed.day()
    return _made(place, lambda: ModuleProgress(module, done, total, day))


def _check_result(place: Place) -> Evidence:
    fields = place.record("kind", "module", "right", "total", "attempt", "submitted_on")
    module, attempt = fields["module"].text(), fields["attempt"].text()
    right, total = _points(fields["right"]), fields["total"].whole()
    day = fields["submitted_on"].day()
    return _made(place, lambda: CheckResult(module, right, total, attempt, day))


def _points(place: Place) -> int | Fraction:
    """A whole number, or a text such as “17/2”."""
    if not isinstance(place.value, str):
        return place.whole()
    value = Fraction(place.value) if FRACTION.fullmatch(place.value) else None
    if value is None or value.denominator == 1 or str(value) != place.value:
        raise place.refuse(_("Give a whole number or a fraction."))
    return value


def _ledger_minutes(place: Place) -> Evidence:
    fields = place.record("kind", "ledger", "counted", "unanswered", "pending", "sources")
    ledger = fields["ledger"].one_of(Ledger)
    counted, unanswered, pending = (
        fields[name].whole() for name in ("counted", "unanswered", "pending")
    )
    sources = tuple(item.text() for item in fields["sources"].items())
    return _made(place, lambda: LedgerMinutes(ledger, counted, unanswered, pending, sources))


def _module_exemption(place: Place) -> Evidence:
    fields = place.record("kind", "module", "steps", "check", "exemption", "given_on")
    module, exemption = fields["module"].text(), fields["exemption"].text()
    steps, check = fields["steps"].whole(), fields["check"].flag()
    day = fields["given_on"].day()
    return _made(place, lambda: ModuleExemption(module, steps, check, exemption, day))


def _group_attendance(place: Place) -> Evidence:
    fields = place.record("kind", "planned", "signed", "waiting", "missed")
    planned, signed, waiting = (fields[name].whole() for name in ("planned", "signed", "waiting"))
    missed = tuple(item.day() for item in fields["missed"].items())
    return _made(place, lambda: GroupAttendance(planned, signed, waiting, missed))


EVIDENCE: dict[str, Callable[[Place], Evidence]] = {
    ModuleProgress.KIND: _module_progress,
    CheckResult.KIND: _check_result,
    LedgerMinutes.KIND: _ledger_minutes,
    ModuleExemption.KIND: _module_exemption,
    GroupAttendance.KIND: _group_attendance,
}


def _made(place: Place, make: Callable[[], Made]) -> Made:
    """What `make` builds; a value that it refuses is told with its path in the document."""
    try:
        return make()
    except RuleMalformed as refused:
        raise refused.within(place.path) from None
