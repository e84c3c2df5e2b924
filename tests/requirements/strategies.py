"""Random rules and facts about a small world, so that rules and facts often meet."""

from __future__ import annotations

from datetime import date

from hypothesis import reject
from hypothesis import strategies as st

from lms.requirements.models import (
    AllOf,
    AtLeast,
    CheckPassed,
    CheckResult,
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

MODULES = ("role", "listening", "rights", "self-care")
modules = st.sampled_from(MODULES)
days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
amounts = st.integers(0, 300)

leaves: st.SearchStrategy[Rule] = st.one_of(
    st.builds(ModuleComplete, modules),
    st.builds(CheckPassed, modules, st.integers(1, 100)),
    st.builds(GroupShare, st.integers(1, 100)),
    st.builds(MinutesOf, st.sampled_from(Ledger), st.integers(1, 300), st.booleans()),
)


def _groups(rules: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    several = st.lists(rules, max_size=4, unique=True).map(tuple)
    return st.one_of(
        st.builds(AllOf, several),
        several.flatmap(
            lambda chosen: st.builds(AtLeast, st.integers(0, len(chosen)), st.just(chosen))
        ),
    )


rules: st.SearchStrategy[Rule] = st.recursive(leaves, _groups, max_leaves=8)


@st.composite
def _rule_sets(draw: st.DrawFn) -> RuleSet:
    try:
        return RuleSet("Premiers pas, version 1", draw(rules))
    except RuleMalformed:  # it asks for nothing
        reject()


rule_sets = _rule_sets()


@st.composite
def progress_in(draw: st.DrawFn, module: str, total: int = 9) -> ModuleProgress:
    done = draw(st.integers(0, total))
    return ModuleProgress(module, done, total, draw(days) if done == total else None)


@st.composite
def results(draw: st.DrawFn) -> CheckResult:
    total = draw(st.sampled_from((1, 3, 7, 10)))
    attempt = str(draw(st.uuids()))
    return CheckResult(draw(modules), draw(st.integers(0, total)), total, attempt, draw(days))


def minutes_in(ledger: Ledger) -> st.SearchStrategy[LedgerMinutes]:
    return st.builds(LedgerMinutes, st.just(ledger), amounts, amounts, amounts)


attended = st.builds(
    GroupAttendance,
    amounts,
    amounts,
    amounts,
    st.lists(days, max_size=4, unique=True).map(tuple),
)


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    begun = draw(st.lists(modules, unique=True))
    ledgers = draw(st.lists(st.sampled_from(Ledger), unique=True))
    attempts = draw(st.lists(results(), max_size=5, unique_by=lambda result: result.attempt))
    return Facts(
        tuple(draw(progress_in(module)) for module in begun),
        tuple(attempts),
        tuple(draw(minutes_in(ledger)) for ledger in ledgers),
        group=draw(st.none() | attended),
    )
