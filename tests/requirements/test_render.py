"""A proof reads as plain sentences, in order, and tells each reader no more than is theirs."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.requirements import render, rules
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
    Proof,
    Rule,
    RuleSet,
)
from lms.requirements.render import Reader

from . import strategies as some

DAY = date(2026, 11, 12)
TITLES = {"role": "The role", "listening": "Listening"}


def proof_of(root: Rule, facts: Facts) -> Proof:
    return rules.evaluate(RuleSet("v1", root), facts)


def told(root: Rule, facts: Facts, reader: Reader = Reader.PERSON) -> list[str]:
    return [str(line.sentence) for line in render.sentences(proof_of(root, facts), TITLES, reader)]


def supervision(counted: int, unanswered: int = 0, pending: int = 0) -> Facts:
    return Facts(minutes=(LedgerMinutes(Ledger.SUPERVISION, counted, unanswered, pending),))


def checked(right: int) -> Facts:
    return Facts(checks=(CheckResult("listening", right, 10, "a1", DAY),))


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (Facts(), "Module “Listening”: to begin"),
        (Facts((ModuleProgress("listening", 0, 9),)), "Module “Listening”: to begin"),
        (Facts((ModuleProgress("listening", 1, 9),)), "Module “Listening”: 1 step out of 9"),
        (Facts((ModuleProgress("listening", 3, 9),)), "Module “Listening”: 3 steps out of 9"),
        (
            Facts((ModuleProgress("listening", 9, 9, DAY),)),
            "Module “Listening”: done on 2026-11-12",
        ),
    ],
)
def test_a_module_says_how_far_it_is(facts: Facts, sentence: str) -> None:
    assert told(ModuleComplete("listening"), facts) == [sentence]


@pytest.mark.parametrize(
    ("facts", "person", "manager"),
    [
        (Facts(), "to do, with 80% of right answers", "to do, with 80% of right answers"),
        (checked(7), "7 right answers out of 10, 8 needed", "not passed yet"),
        (checked(1), "1 right answer out of 10, 8 needed", "not passed yet"),
        (checked(9), "9 right answers out of 10 (minimum: 8)", "passed"),
    ],
)
def test_a_quiz_gives_its_answers_to_the_person_only(
    facts: Facts, person: str, manager: str
) -> None:
    rule = CheckPassed("listening", 80)

    assert told(rule, facts) == [f"Quiz “Listening”: {person}"]
    assert told(rule, facts, Reader.MANAGER) == [f"Quiz “Listening”: {manager}"]


@pytest.mark.parametrize(
    ("rule", "facts", "sentences"),
    [
        (
            MinutesOf(Ledger.SUPERVISION, 240),
            supervision(150),
            ["1 h 30 of signed supervision still needed"],
        ),
        (
            MinutesOf(Ledger.SUPERVISION, 240),
            supervision(240, 45, 60),
            [
                "Signed supervision: 4 h 00 (minimum: 4 h 00)",
                "Not countersigned: 45 min (does not count in this programme)",
                "Waiting for a signature: 1 h 00 (does not count yet)",
            ],
        ),
        (
            MinutesOf(Ledger.SUPERVISION, 240, unanswered_counts=True),
            supervision(195, 50),
            [
                "Signed supervision: 4 h 05 (minimum: 4 h 00)",
                "Not countersigned: 50 min (counts in this programme)",
            ],
        ),
        (
            MinutesOf(Ledger.TRAINING, 60),
            Facts(),
            ["1 h 00 of training (planned length) still needed"],
        ),
        (
            MinutesOf(Ledger.TRAINING, 60),
            Facts(minutes=(LedgerMinutes(Ledger.TRAINING, 61),)),
            ["Training (planned length of the steps done): 1 h 01 (minimum: 1 h 00)"],
        ),
    ],
)
def test_minutes_say_what_is_missing_and_print_the_unanswered_apart(
    rule: MinutesOf, facts: Facts, sentences: list[str]
) -> None:
    for reader in Reader:
        [line] = render.sentences(proof_of(rule, facts), TITLES, reader)
        assert [str(line.sentence), *map(str, line.notes)] == sentences


def test_a_module_without_a_title_is_named_by_its_slug() -> None:
    assert told(ModuleComplete("rights"), Facts()) == ["Module “rights”: to begin"]


def test_a_choice_is_a_heading_over_its_options_and_keeps_together_what_goes_together() -> None:
    pair = AllOf((ModuleComplete("role"), CheckPassed("role", 80)))
    root = AllOf((ModuleComplete("listening"), AtLeast(1, (pair, ModuleComplete("rights")))))

    lines = render.sentences(proof_of(root, Facts()), TITLES, Reader.PERSON)

    assert [(line.depth, line.heading, str(line.sentence)) for line in lines] == [
        (0, False, "Module “Listening”: to begin"),
        (0, True, "1 more to choose among these:"),
        (1, True, "All of these together:"),
        (2, False, "Module “The role”: to begin"),
        (2, False, "Quiz “The role”: to do, with 80% of right answers"),
        (1, False, "Module “rights”: to begin"),
    ]


def test_a_choice_already_made_says_so_and_a_choice_of_none_is_optional() -> None:
    options = (ModuleComplete("role"), ModuleComplete("rights"))
    root = AllOf((AtLeast(1, options), AtLeast(0, options), ModuleComplete("listening")))
    facts = Facts((ModuleProgress("role", 9, 9, DAY),))

    headings = [
        (str(line.sentence), line.met)
        for line in render.sentences(proof_of(root, facts), TITLES, Reader.PERSON)
        if line.heading
    ]

    assert headings == [("At least 1 of these:", True), ("Optional:", True)]


def test_only_what_is_still_needed_is_listed_in_reading_order() -> None:
    choice = AtLeast(1, (ModuleComplete("role"), ModuleComplete("rights")))
    root = AllOf((choice, ModuleComplete("listening"), MinutesOf(Ledger.SUPERVISION, 240)))
    facts = Facts((ModuleProgress("role", 9, 9, DAY), ModuleProgress("listening", 3, 9)))

    lines = render.missing_sentences(proof_of(root, facts), TITLES, Reader.MANAGER)

    assert [str(line.sentence) for line in lines] == [
        "Module “Listening”: 3 steps out of 9",
        "4 h 00 of signed supervision still needed",
    ]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (Facts(), "3 requirements are still to be met."),
        (
            Facts(
                (ModuleProgress("role", 2, 2, DAY), ModuleProgress("listening", 2, 2, DAY)),
            ),
            "1 requirement is still to be met.",
        ),
        (
            Facts(
                (ModuleProgress("role", 2, 2, DAY), ModuleProgress("listening", 2, 2, DAY)),
                minutes=(LedgerMinutes(Ledger.SUPERVISION, 240),),
            ),
            "All the requirements are met.",
        ),
    ],
)
def test_the_summary_counts_what_is_left(facts: Facts, sentence: str) -> None:
    choice = AtLeast(2, (ModuleComplete("role"), ModuleComplete("listening"), ModuleComplete("a")))

    proof = proof_of(AllOf((choice, MinutesOf(Ledger.SUPERVISION, 240))), facts)

    assert str(render.summary(proof)) == sentence


@given(some.rule_sets, some.facts(), st.sampled_from(Reader))
def test_every_proof_can_be_told_and_what_is_missing_is_never_empty_unless_met(
    rule_set: RuleSet, facts: Facts, reader: Reader
) -> None:
    proof = rules.evaluate(rule_set, facts)

    lines = render.sentences(proof, TITLES, reader)
    missing = render.missing_sentences(proof, TITLES, reader)

    assert (missing == ()) is proof.met
    assert not any(line.met for line in missing)
    assert [str(line.sentence) for line in missing if not line.heading] == [
        str(render.sentences(Proof(rule_set, leaf), TITLES, reader)[0].sentence)
        for leaf in rules.missing_leaves(proof)
    ]
    assert len(lines) >= len(missing)
    for line in lines:
        assert str(line.sentence)


@given(some.rule_sets, some.facts())
def test_a_manager_never_reads_a_number_of_right_answers(rule_set: RuleSet, facts: Facts) -> None:
    proof = rules.evaluate(rule_set, facts)

    told = render.sentences(proof, TITLES, Reader.MANAGER)

    assert not any(
        "right answer" in str(line.sentence) and " out of " in str(line.sentence) for line in told
    )


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (None, "Group sessions: none is planned yet (minimum: 80% signed)"),
        (GroupAttendance(0, 0), "Group sessions: none is planned yet (minimum: 80% signed)"),
        (GroupAttendance(600, 480), "Group sessions: 8 h 00 signed out of 10 h 00 planned"),
        (GroupAttendance(600, 420, 60), "Group sessions: 1 h 00 still to sign, 7 h 00 signed"),
    ],
)
def test_a_share_of_group_sessions_is_told_with_its_days(
    held: GroupAttendance | None, expected: str
) -> None:
    proof = rules.evaluate(RuleSet("1", AllOf((GroupShare(80),))), Facts(group=held))
    (line,) = render.sentences(proof, {}, render.Reader.MANAGER)
    assert str(line.sentence).replace("\N{NO-BREAK SPACE}", " ").startswith(expected)


def test_only_some_missed_days_are_named() -> None:
    days = tuple(date(2026, 3, number) for number in range(1, 12))
    proof = rules.evaluate(
        RuleSet("1", AllOf((GroupShare(80),))), Facts(group=GroupAttendance(900, 60, 30, days))
    )
    (line,) = render.missing_sentences(proof, {}, render.Reader.PERSON)
    assert [note.params.get("day") for note in line.notes[:8]] == list(days[:8])
    assert str(line.notes[8]) == "and 3 days more"
    assert len(line.notes) == 10
