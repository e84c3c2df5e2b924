"""Missing words chosen from a list or dragged: `[[1]]` names the word that fits."""

from __future__ import annotations

import re
from typing import Any

from lms.catalogue.rules.questions.model import ALL, NONE, Choice, Gap, GapKind, Gaps, Words
from lms.catalogue.rules.questions.moodle.tree import Element
from lms.catalogue.rules.questions.moodle.words import WordsReader
from lms.catalogue.rules.questions.reasons import Why
from lms.catalogue.rules.questions.report import LeftOut, Report

MARK = re.compile(r"\[\[(\d{1,4})\]\]")


def gaps(element: Element, words: WordsReader, common: dict[str, Any], report: Report) -> Gaps:
    """A gap for each mark; its choices are the words of the same group."""
    options = [
        (words.under(option), option.said("group", "1"))
        for option in element.each("selectoption", "dragbox")
    ]
    text: Words = common["text"]
    made: list[Gap] = []

    def numbered(found: re.Match[str]) -> str:
        place = int(found[1]) - 1
        if not 0 <= place < len(options) or not options[place][0]:
            raise LeftOut(element.line, Why.GAP_UNKNOWN, number=found[1])
        made.append(_gap(options, place))
        return f"[[{len(made)}]]"

    common["text"] = Words(MARK.sub(numbered, text.text), text.format)
    return Gaps(gaps=tuple(made), **common)


def _gap(options: list[tuple[Words, str]], right: int) -> Gap:
    group = options[right][1]
    choices = tuple(
        Choice(words=words, percent=ALL if place == right else NONE)
        for place, (words, other) in enumerate(options)
        if words and other == group
    )
    return Gap(kind=GapKind.CHOICE, choices=choices)
