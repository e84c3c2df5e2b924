"""A question as the bank keeps it, and as its reader would meet it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from typing import Any

from lms.catalogue.rules.checks.kinds import QuestionKind
from lms.catalogue.rules.questions import model
from lms.catalogue.rules.questions.moodle.reader import read_moodle_xml
from lms.catalogue.rules.questions.moodle.writer import write_moodle_xml
from lms.catalogue.rules.questions.texts import bare
from lms.kernel.folding import fold

KINDS: dict[type[model.Question], QuestionKind] = {
    model.SingleChoice: QuestionKind.SINGLE,
    model.SeveralChoices: QuestionKind.SEVERAL,
    model.TrueFalse: QuestionKind.TRUE_FALSE,
    model.ShortAnswer: QuestionKind.SHORT,
    model.Number: QuestionKind.NUMBER,
    model.Matching: QuestionKind.MATCHING,
    model.Ordering: QuestionKind.ORDERING,
    model.Gaps: QuestionKind.GAPS,
    model.OpenText: QuestionKind.OPEN,
}
LONGEST_FOLDED = 400


def kind_kept(question: model.Question) -> QuestionKind | None:
    """The kind under which the bank keeps it; None for a passage, which asks nothing."""
    return KINDS.get(type(question))


def source_of(question: model.Question) -> str:
    """The question as one text that loses nothing."""
    return write_moodle_xml([question]).text


def question_from(source: str) -> model.Question:
    """The same the other way round."""
    return read_moodle_xml(source.encode()).questions[0]


def folded(question: model.Question) -> str:
    """What a search looks at."""
    return fold(f"{question.name} {bare(question.text)}")[:LONGEST_FOLDED]


def as_asked(question: model.Question) -> dict[str, Any]:
    """The question as pages show it: its words alone, nothing of what is expected."""
    asked = {"id": "q", "text": bare(question.text), "revisit": ""}
    kind = KINDS[type(question)]
    return {**asked, "kind": kind.value, **_parts(question)}


def _named(words: Sequence[model.Words]) -> list[dict[str, str]]:
    return [{"id": f"a{place}", "text": bare(one)} for place, one in enumerate(words)]


@singledispatch
def _parts(question: model.Question) -> dict[str, Any]:
    return {}


@_parts.register(model.SingleChoice)
@_parts.register(model.SeveralChoices)
def _choices(question: model.SingleChoice | model.SeveralChoices) -> dict[str, Any]:
    return {"choices": _named([choice.words for choice in question.choices])}


@_parts.register
def _matching(question: model.Matching) -> dict[str, Any]:
    items = [pair.item for pair in question.pairs if pair.item]
    matches = sorted({pair.match for pair in question.pairs})
    return {"items": _named(items), "matches": _named([model.plain(text) for text in matches])}


@_parts.register
def _ordering(question: model.Ordering) -> dict[str, Any]:
    # By their words: the right order is not to be seen.
    return {"items": sorted(_named(question.items), key=lambda item: item["text"])}


@_parts.register
def _gaps(question: model.Gaps) -> dict[str, Any]:
    return {"gaps": [_gap(gap) for gap in question.gaps]}


def _gap(gap: model.Gap) -> dict[str, Any]:
    if gap.kind is model.GapKind.NUMBER:
        return {"kind": "number"}
    if gap.kind is model.GapKind.SHORT:
        return {"kind": "short"}
    return {"kind": "choice", "choices": _named([choice.words for choice in gap.choices])}
