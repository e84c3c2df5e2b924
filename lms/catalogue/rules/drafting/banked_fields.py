"""A question of the bank as the fields of its form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import singledispatch

from lms.catalogue.rules.checks.kinds import QuestionKind
from lms.catalogue.rules.drafting.merging import Values
from lms.catalogue.rules.drafting.question_fields import YES
from lms.catalogue.rules.questions import model
from lms.catalogue.rules.questions.banked import kind_kept
from lms.catalogue.rules.questions.model import ALL, NONE, Choice, NumberAnswer, Question, Words
from lms.catalogue.rules.questions.texts import bare, digits

Pairs = Iterator[tuple[str, str]]
BLOCK = "block1_"
"""What the fields of the one question begin with, as in a check."""


def banked_values(said: Mapping[str, Question]) -> Values:
    """The fields of a question in its languages; what belongs to none comes from the first."""
    values: Values = {}
    for locale, question in reversed(list(said.items())):
        kind = kind_kept(question)
        values["kind"] = "" if kind in (None, QuestionKind.SINGLE) else str(kind)
        for name, value in _common(question):
            if value:
                values[name.replace("@", locale)] = value
    return values


def _common(question: Question) -> Pairs:
    yield "words_@", shown(question.text)
    yield "general_@", shown(question.general)
    yield from fields_of(question)


def shown(words: Words) -> str:
    """The words as a form shows them: without tags."""
    if words.format is model.TextFormat.PLAIN or not set("<&") & set(words.text):
        return words.text
    return bare(words)


@singledispatch
def fields_of(question: Question) -> Pairs:
    """The fields of a kind; `@` stands for the language."""
    return iter(())


@fields_of.register
def _single(question: model.SingleChoice) -> Pairs:
    right = next((n for n, one in enumerate(question.choices, 1) if one.percent == ALL), 0)
    yield "right", str(right or "")
    for place, choice in enumerate(question.choices, 1):
        yield from _choice(place, choice)
        if place != right and choice.percent > 0:
            yield f"choice{place}_percent", digits(choice.percent)


@fields_of.register
def _several(question: model.SeveralChoices) -> Pairs:
    for place, choice in enumerate(question.choices, 1):
        yield from _choice(place, choice)
        yield f"choice{place}_right", YES if choice.percent > 0 else ""
        if not _is_even(question.choices) and choice.percent:
            yield f"choice{place}_percent", digits(choice.percent)


def _is_even(choices: tuple[Choice, ...]) -> bool:
    """Whether all right ones count the same, and each other takes as much away."""
    return len({abs(one.percent) for one in choices}) == 1


def _choice(place: int, choice: Choice) -> Pairs:
    yield f"choice{place}_text_@", shown(choice.words)
    yield f"choice{place}_answer_@", shown(choice.feedback)


@fields_of.register
def _true_false(question: model.TrueFalse) -> Pairs:
    yield "right", "true" if question.right else "false"
    yield "if_true_@", shown(question.if_true)
    yield "if_false_@", shown(question.if_false)


@fields_of.register
def _short(question: model.ShortAnswer) -> Pairs:
    yield from _accepted("", question.answers)
    yield "case", YES if question.case_matters else ""
    yield "accents", YES if question.accents_matter else ""
    for place, one in enumerate((a for a in question.answers if a.percent != ALL), 1):
        yield f"choice{place}_accepted_@", one.words.text
        yield from _partly(place, one)


def _accepted(at: str, answers: tuple[Choice, ...]) -> Pairs:
    yield f"{at}accepted_@", "\n".join(a.words.text for a in answers if a.percent == ALL)


def _partly(place: int, answer: Choice | NumberAnswer) -> Pairs:
    yield f"choice{place}_percent", digits(max(answer.percent, NONE))
    yield f"choice{place}_answer_@", shown(answer.feedback)


@fields_of.register
def _number(question: model.Number) -> Pairs:
    counted = [one for one in question.answers if one.value is not None]
    best = next((one for one in counted if one.percent == ALL), None)
    if best is not None:
        yield from _around("", best)
    yield "unit_@", question.units[0].name if question.units else ""
    for place, one in enumerate((a for a in counted if a is not best), 1):
        yield from _around(f"choice{place}_", one)
        yield from _partly(place, one)


def _around(at: str, answer: NumberAnswer) -> Pairs:
    yield f"{at}value", digits(answer.value or NONE)
    yield f"{at}tolerance", digits(answer.tolerance)


@fields_of.register
def _matching(question: model.Matching) -> Pairs:
    for place, pair in enumerate(question.pairs, 1):
        yield f"choice{place}_text_@", shown(pair.item)
        yield f"choice{place}_match_@", pair.match


@fields_of.register
def _ordering(question: model.Ordering) -> Pairs:
    for place, item in enumerate(question.items, 1):
        yield f"choice{place}_text_@", shown(item)


@fields_of.register
def _gaps(question: model.Gaps) -> Pairs:
    for place, gap in enumerate(question.gaps, 1):
        at = f"choice{place}_"
        if gap.kind is model.GapKind.NUMBER:
            yield f"{at}kind", "number"
            counted = [one for one in gap.numbers if one.value is not None]
            yield from _around(at, max(counted, key=lambda one: one.percent)) if counted else ()
        elif gap.kind is model.GapKind.SHORT:
            yield f"{at}kind", "short"
            yield from _accepted(at, gap.choices)
            yield f"{at}case", YES if gap.case_matters else ""
            yield f"{at}accents", YES
        else:
            yield f"{at}kind", "choice"
            choices = sorted(gap.choices, key=lambda one: -one.percent)
            yield f"{at}lines_@", "\n".join(shown(one.words) for one in choices)


@fields_of.register
def _open(question: model.OpenText) -> Pairs:
    yield "guide_@", shown(question.guide)


def in_block(values: Values) -> Values:
    return {f"{BLOCK}{name}": value for name, value in values.items()}
