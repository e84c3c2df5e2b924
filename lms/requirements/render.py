"""A proof told in plain sentences, to the person or to a manager of the organisation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from fractions import Fraction
from math import ceil

from lms.kernel.text import Minutes, Points, Text, _, ngettext
from lms.requirements.models import (
    AllOf,
    AtLeast,
    CheckPassed,
    CheckResult,
    GroupAttendance,
    GroupShare,
    Ledger,
    LedgerMinutes,
    MinutesOf,
    ModuleComplete,
    ModuleExemption,
    ModuleProgress,
    Proof,
    ProofNode,
)

DAYS_NAMED = 8
"""Of missed days; more would bury the rest."""


class Reader(Enum):
    """Who reads: a manager learns that a check is passed, never how many answers were right."""

    PERSON = auto()
    MANAGER = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement as a sentence, with remarks; a heading announces the deeper lines below."""

    sentence: Text
    met: bool
    depth: int = 0
    notes: tuple[Text, ...] = ()
    heading: bool = False


def summary(proof: Proof) -> Text:
    """The proof in one sentence."""
    if proof.met:
        return _("All the requirements are met.")
    left = _left_to_meet(proof.root)
    return ngettext(
        "%(num)s requirement is still to be met.",
        "%(num)s requirements are still to be met.",
        left,
    )


NOBODY: Mapping[str, str] = {}


def sentences(
    proof: Proof, titles: Mapping[str, str], reader: Reader, names: Mapping[str, str] = NOBODY
) -> tuple[Line, ...]:
    """Every requirement in reading order; `titles` names modules by slug, in the reader's words.

    `names` says who gave each exemption, by its id; a manager only learns of its day.
    """
    return tuple(_Teller(titles, reader, False, names).under(proof.root, 0))


def missing_sentences(
    proof: Proof, titles: Mapping[str, str], reader: Reader, names: Mapping[str, str] = NOBODY
) -> tuple[Line, ...]:
    """Only what is still needed, in reading order; empty when the proof is met."""
    return tuple(_Teller(titles, reader, True, names).under(proof.root, 0))


def _left_to_meet(node: ProofNode) -> int:
    """How many things remain; of a choice, only as many as are still to be chosen."""
    if isinstance(node.rule, AllOf):
        return sum(map(_left_to_meet, node.children))
    return node.missing.amount if isinstance(node.rule, AtLeast) else int(not node.met)


@dataclass(frozen=True, slots=True)
class _Teller:
    titles: Mapping[str, str]
    reader: Reader
    only_missing: bool
    names: Mapping[str, str]

    def under(self, node: ProofNode, depth: int) -> Iterator[Line]:
        """The lines of a node; rules that must all be met need no heading of their own."""
        if self.only_missing and node.met:
            return
        if isinstance(node.rule, AllOf):
            for child in node.children:
                yield from self.under(child, depth)
        elif isinstance(node.rule, AtLeast):
            yield Line(self._choice(node.rule, node), node.met, depth, heading=True)
            for child in node.children:
                yield from self._option(child, depth + 1)
        else:
            yield self._line(node, depth)

    def _option(self, node: ProofNode, depth: int) -> Iterator[Line]:
        """One option of a choice: several rules that go together are kept together."""
        together = isinstance(node.rule, AllOf) and not (self.only_missing and node.met)
        if together:
            yield Line(_("All of these together:"), node.met, depth, heading=True)
        yield from self.under(node, depth + together)

    def _choice(self, rule: AtLeast, node: ProofNode) -> Text:
        if not rule.count:
            return _("Optional:")
        if node.met:
            return _("At least %(count)s of these:", count=rule.count)
        return _("%(count)s more to choose among these:", count=node.missing.amount)

    def _line(self, node: ProofNode, depth: int) -> Line:
        match node.rule:
            case ModuleComplete(module):
                sentence = _module(node, self._title(module))
            case CheckPassed(module):
                sentence = self._check(node.rule, node, self._title(module))
            case MinutesOf():
                return _minutes_line(node.rule, node, depth)
            case GroupShare():
                return _group_line(node.rule, node, depth)
            case AllOf() | AtLeast():
                raise TypeError("a group is not told in one line")
        return Line(sentence, node.met, depth, tuple(self._exempted(node)))

    def _exempted(self, node: ProofNode) -> Iterator[Text]:
        """Who exempted the person from what, and when."""
        for one in _exemptions(node):
            name = self.names.get(one.exemption) if self.reader is Reader.PERSON else None
            steps = one.steps if isinstance(node.rule, ModuleComplete) else 1
            yield exempted_words(one.given_on, name, steps)

    def _title(self, module: str) -> str:
        return self.titles.get(module, module)

    def _check(self, rule: CheckPassed, node: ProofNode, title: str) -> Text:
        best = next((e for e in node.evidence if isinstance(e, CheckResult)), None)
        if next(_exemptions(node), None):
            return _("Quiz “%(module)s”: exempted", module=title)
        if best is None:
            return _(
                "Quiz “%(module)s”: to do, with %(percent)s%% of right answers",
                module=title,
                percent=rule.percent,
            )
        if self.reader is Reader.MANAGER:
            return _check_for_manager(node, title)
        return _check_for_person(rule, node, best, title)


def _exemptions(node: ProofNode) -> Iterator[ModuleExemption]:
    return (one for one in node.evidence if isinstance(one, ModuleExemption))


def exempted_words(on: date, name: str | None, steps: int) -> Text:
    """That somebody was exempted: the day, and who said so where the reader may know."""
    if name:
        return ngettext(
            "%(num)s step exempted on %(day)s by %(name)s: no minutes are counted",
            "%(num)s steps exempted on %(day)s by %(name)s: no minutes are counted",
            steps,
            day=on,
            name=name,
        )
    return ngettext(
        "%(num)s step exempted on %(day)s: no minutes are counted",
        "%(num)s steps exempted on %(day)s: no minutes are counted",
        steps,
        day=on,
    )


def _module(node: ProofNode, title: str) -> Text:
    progress = next((e for e in node.evidence if isinstance(e, ModuleProgress)), None)
    if node.met and next(_exemptions(node), None):
        return _module_exempted(progress, title)
    if progress is None or not progress.steps_done:
        return _("Module “%(module)s”: to begin", module=title)
    if progress.completed_on is not None:
        return _("Module “%(module)s”: done on %(day)s", module=title, day=progress.completed_on)
    return ngettext(
        "Module “%(module)s”: %(num)s step out of %(total)s",
        "Module “%(module)s”: %(num)s steps out of %(total)s",
        progress.steps_done,
        module=title,
        total=progress.steps_total,
    )


def _module_exempted(progress: ModuleProgress | None, title: str) -> Text:
    if progress is None or not progress.steps_done:
        return _("Module “%(module)s”: exempted", module=title)
    return ngettext(
        "Module “%(module)s”: %(num)s step done, exempted from the rest",
        "Module “%(module)s”: %(num)s steps done, exempted from the rest",
        progress.steps_done,
        module=title,
    )


def _check_for_manager(node: ProofNode, title: str) -> Text:
    # No day: the best attempt may be later than the first that passed.
    if node.met:
        return _("Quiz “%(module)s”: passed", module=title)
    return _("Quiz “%(module)s”: not passed yet", module=title)


def _check_for_person(rule: CheckPassed, node: ProofNode, best: CheckResult, title: str) -> Text:
    in_part = isinstance(best.right, Fraction)
    needed = Points(rule.threshold(best.total)) if in_part else rule.right_needed(best.total)
    right = Points(Fraction(best.right))
    if node.met:
        return ngettext(
            "Quiz “%(module)s”: %(num)s right answer out of %(total)s (minimum: %(needed)s)",
            "Quiz “%(module)s”: %(num)s right answers out of %(total)s (minimum: %(needed)s)",
            ceil(best.right),
            module=title,
            num=right,
            total=best.total,
            needed=needed,
        )
    return ngettext(
        "Quiz “%(module)s”: %(num)s right answer out of %(total)s, %(needed)s needed",
        "Quiz “%(module)s”: %(num)s right answers out of %(total)s, %(needed)s needed",
        ceil(best.right),
        module=title,
        num=right,
        total=best.total,
        needed=needed,
    )


def _minutes_line(rule: MinutesOf, node: ProofNode, depth: int) -> Line:
    held = next((e for e in node.evidence if isinstance(e, LedgerMinutes)), None)
    held = held or LedgerMinutes(rule.ledger, 0)
    sentence = _minutes_held(rule, held) if node.met else _minutes_missing(rule, node)
    return Line(sentence, node.met, depth, tuple(_standings(rule, held)))


def _minutes_missing(rule: MinutesOf, node: ProofNode) -> Text:
    missing = Minutes(node.missing.amount)
    match rule.ledger:
        case Ledger.SUPERVISION:
            return _("%(missing)s of signed supervision still needed", missing=missing)
        case Ledger.GROUP:
            return _("%(missing)s of signed group sessions still needed", missing=missing)
        case Ledger.TRAINING:
            return _("%(missing)s of training (planned length) still needed", missing=missing)


def _minutes_held(rule: MinutesOf, held: LedgerMinutes) -> Text:
    done = Minutes(held.towards(unanswered_counts=rule.unanswered_counts))
    least = Minutes(rule.minutes)
    match rule.ledger:
        case Ledger.SUPERVISION:
            return _("Signed supervision: %(done)s (minimum: %(least)s)", done=done, least=least)
        case Ledger.GROUP:
            return _("Signed group sessions: %(done)s (minimum: %(least)s)", done=done, least=least)
        case Ledger.TRAINING:
            return _(
                "Training (planned length of the steps done): %(done)s (minimum: %(least)s)",
                done=done,
                least=least,
            )


def _standings(rule: MinutesOf, held: LedgerMinutes) -> Iterator[Text]:
    """The minutes that stand apart: left unanswered, and not signed yet."""
    if held.unanswered and rule.unanswered_counts:
        yield _(
            "Not countersigned: %(time)s (counts in this programme)",
            time=Minutes(held.unanswered),
        )
    elif held.unanswered:
        yield _(
            "Not countersigned: %(time)s (does not count in this programme)",
            time=Minutes(held.unanswered),
        )
    if held.pending:
        yield _(
            "Waiting for a signature: %(time)s (does not count yet)",
            time=Minutes(held.pending),
        )


def _group_line(rule: GroupShare, node: ProofNode, depth: int) -> Line:
    held = next((e for e in node.evidence if isinstance(e, GroupAttendance)), None)
    if held is None or not held.planned:
        sentence = _(
            "Group sessions: none is planned yet (minimum: %(percent)s%% signed)",
            percent=rule.percent,
        )
        return Line(sentence, node.met, depth)
    done, planned = Minutes(held.signed), Minutes(held.planned)
    if node.met:
        sentence = _(
            "Group sessions: %(done)s signed out of %(planned)s planned (minimum: %(percent)s%%)",
            done=done,
            planned=planned,
            percent=rule.percent,
        )
    else:
        sentence = _(
            "Group sessions: %(missing)s still to sign, %(done)s signed out of %(planned)s planned"
            " (minimum: %(percent)s%%)",
            missing=Minutes(node.missing.amount),
            done=done,
            planned=planned,
            percent=rule.percent,
        )
    return Line(sentence, node.met, depth, tuple(_group_notes(held)))


def _group_notes(held: GroupAttendance) -> Iterator[Text]:
    """Days that were not signed, and signatures that wait for whoever led."""
    for day in held.missed[:DAYS_NAMED]:
        yield _("%(day)s: not signed. A make-up session counts.", day=day)
    more = len(held.missed) - DAYS_NAMED
    if more > 0:
        yield ngettext("and %(num)s day more", "and %(num)s days more", more)
    if held.waiting:
        yield _(
            "Signed, waiting for the signature of whoever led: %(time)s",
            time=Minutes(held.waiting),
        )
