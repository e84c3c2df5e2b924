"""Each type of question of Moodle XML, as one of ours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lms.catalogue.rules.questions.model import (
    ALL,
    NONE,
    Choice,
    Matching,
    Number,
    NumberAnswer,
    OpenText,
    Ordering,
    Pair,
    Passage,
    Question,
    SeveralChoices,
    ShortAnswer,
    SingleChoice,
    TextFormat,
    TrueFalse,
    Unit,
    Words,
)
from lms.catalogue.rules.questions.moodle.cloze import cloze
from lms.catalogue.rules.questions.moodle.gaps import gaps
from lms.catalogue.rules.questions.moodle.tree import Element
from lms.catalogue.rules.questions.moodle.words import WordsReader, flag, weight
from lms.catalogue.rules.questions.reasons import Why
from lms.catalogue.rules.questions.report import LeftOut, Report
from lms.catalogue.rules.questions.texts import TAG, bare, number, one_line

NO_UNIT_MARKS = {"", "0"}
WHOLE_SETS = {"", "0", "ALL"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A question element while it is read."""

    element: Element
    words: WordsReader
    report: Report
    common: dict[str, Any]

    def shuffled(self, default: str) -> bool:
        return flag(self.element.said("shuffleanswers", default))

    def choices(self, *, short: bool = False) -> tuple[Choice, ...]:
        """The answers that have words."""
        read = []
        for answer in self.element.each("answer"):
            choice = self.words.choice(answer, short=short)
            if choice.words:
                read.append(choice)
            else:
                self.report.changed(answer.line, Why.EMPTY_ANSWER)
        return tuple(read)


def _multichoice(entry: Entry) -> Question:
    single = flag(entry.element.said("single", "true"))
    kind = SingleChoice if single else SeveralChoices
    return kind(choices=entry.choices(), shuffled=entry.shuffled("false"), **entry.common)


def _true_false(entry: Entry) -> Question:
    """The answers `true` and `false`; in old files they are in that order, in any language."""
    answers = list(entry.element.each("answer"))
    named = {entry.words.text(answer).lower(): answer for answer in answers}
    if set(named) != {"true", "false"}:
        if len(answers) != 2:
            raise LeftOut(entry.element.line, Why.NO_ANSWER)
        entry.report.changed(answers[0].line, Why.OLD_ANSWERS)
        named = dict(zip(("true", "false"), answers, strict=True))
    weights = {name: weight(answer) for name, answer in named.items()}
    if ALL not in weights.values():
        raise LeftOut(entry.element.line, Why.NO_RIGHT)
    return TrueFalse(
        right=weights["true"] == ALL,
        if_true=entry.words.at(named["true"], "feedback"),
        if_false=entry.words.at(named["false"], "feedback"),
        **entry.common,
    )


def _short(entry: Entry) -> Question:
    case = flag(entry.element.said("usecase", "0"))
    return ShortAnswer(answers=entry.choices(short=True), case_matters=case, **entry.common)


def _number(entry: Entry) -> Question:
    answers = tuple(_counted(entry, answer) for answer in entry.element.each("answer"))
    graded = entry.element.first("unitgradingtype")
    if graded and graded.own_text not in NO_UNIT_MARKS:
        entry.report.changed(graded.line, Why.UNIT_MARKS)
    return Number(answers=answers, units=_units(entry), **entry.common)


def _counted(entry: Entry, answer: Element) -> NumberAnswer:
    written = entry.words.text(answer)
    value = None if written in {"", "*"} else number(written)
    if value is None and written not in {"", "*"}:
        raise LeftOut(answer.line, Why.NOT_A_NUMBER, name=written)
    margin = answer.said("tolerance")
    tolerance = number(margin) if margin and value is not None else NONE
    if tolerance is None:
        raise LeftOut(answer.line, Why.TOLERANCE, name=margin)
    if tolerance < 0:
        entry.report.changed(answer.line, Why.NEGATIVE_TOLERANCE)
    return NumberAnswer(
        value=value,
        tolerance=abs(tolerance),
        percent=weight(answer),
        feedback=entry.words.at(answer, "feedback"),
    )


def _units(entry: Entry) -> tuple[Unit, ...]:
    read = []
    held = entry.element.first("units")
    for unit in held.each("unit") if held else ():
        name, times = one_line(unit.said("unit_name")), number(unit.said("multiplier", "1"))
        if name and times is not None and times > 0:
            read.append(Unit(name, times))
        elif name:
            entry.report.changed(unit.line, Why.UNIT_LEFT, name=name)
    return tuple(read)


def _matching(entry: Entry) -> Question:
    pairs = []
    for asked in entry.element.each("subquestion"):
        answer = asked.first("answer")
        match = _match(entry, answer) if answer else ""
        if match:
            pairs.append(Pair(entry.words.under(asked), match))
        else:
            entry.report.changed(asked.line, Why.EMPTY_ANSWER)
    return Matching(pairs=tuple(pairs), shuffled=entry.shuffled("1"), **entry.common)


def _match(entry: Entry, answer: Element) -> str:
    """What is matched, plain; only what is dragged may be written in HTML."""
    text = entry.words.text(answer)
    if answer.attributes.get("format") == "html" and (TAG.search(text) or "&" in text):
        entry.report.changed(answer.line, Why.PAIR_FORMAT, name=text)
        return bare(Words(text, TextFormat.HTML))
    return text


def _ordering(entry: Entry) -> Question:
    drawn = entry.element.first("selecttype")
    if drawn and drawn.own_text.upper() not in WHOLE_SETS:
        entry.report.changed(drawn.line, Why.SUBSET)
    items = []
    for answer in entry.element.each("answer"):
        words = entry.words.under(answer)
        if entry.words.at(answer, "feedback"):
            entry.report.changed(answer.line, Why.ITEM_FEEDBACK)
        if words:
            items.append(words)
        else:
            entry.report.changed(answer.line, Why.ORDER_ITEMS_EMPTY)
    return Ordering(items=tuple(items), **entry.common)


def _essay(entry: Entry) -> Question:
    files = entry.element.first("attachments")
    if files and flag(files.own_text):
        entry.report.changed(files.line, Why.FILES_ASKED)
    guide, template = (
        entry.words.at(entry.element, name) for name in ("graderinfo", "responsetemplate")
    )
    return OpenText(guide=guide, template=template, **entry.common)


def _passage(entry: Entry) -> Question:
    return Passage(**{**entry.common, "points": Decimal(1)})


def _cloze(entry: Entry) -> Question:
    entry.common["points"] = Decimal(1)
    return cloze(entry.common, entry.element.line, entry.report)


def _selected(entry: Entry) -> Question:
    if entry.element.first("dragbox"):
        entry.report.changed(entry.element.line, Why.DRAGGED)
    return gaps(entry.element, entry.words, entry.common, entry.report)


KINDS: dict[str, Callable[[Entry], Question]] = {
    "multichoice": _multichoice,
    "truefalse": _true_false,
    "shortanswer": _short,
    "numerical": _number,
    "matching": _matching,
    "match": _matching,
    "ddmatch": _matching,
    "ordering": _ordering,
    "essay": _essay,
    "description": _passage,
    "cloze": _cloze,
    "multianswer": _cloze,
    "gapselect": _selected,
    "ddwtos": _selected,
}
