"""The lines of a Moodle XML file: elements, texts in CDATA where needed, gaps inside a text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape

from lms.catalogue.rules.questions.model import (
    ALL,
    Choice,
    Gap,
    GapKind,
    Gaps,
    NumberAnswer,
    TextFormat,
    Words,
)
from lms.catalogue.rules.questions.moodle.cloze import START
from lms.catalogue.rules.questions.moodle.gaps import MARK
from lms.catalogue.rules.questions.moodle.words import MOODLE_NAMES
from lms.catalogue.rules.questions.reasons import Why
from lms.catalogue.rules.questions.report import Report
from lms.catalogue.rules.questions.texts import bare, digits

NAME = "Moodle XML"
NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SPECIAL = '\\~#}{"/'


@dataclass(slots=True)
class Paper:
    """The lines of one question, its number, and what could not be written as it was."""

    number: int
    report: Report
    lines: list[str] = field(default_factory=list)

    def element(self, name: str, text: object, **attributes: str) -> None:
        self.lines.append(f"<{name}{_listed(attributes)}>{self.said(str(text))}</{name}>")

    def opened(self, name: str, **attributes: str) -> None:
        self.lines.append(f"<{name}{_listed(attributes)}>")

    def closed(self, name: str) -> None:
        self.lines.append(f"</{name}>")

    def texted(self, name: str, text: str, **attributes: str) -> None:
        self.lines.append(f"<{name}{_listed(attributes)}><text>{self.said(text)}</text></{name}>")

    def words(self, name: str, words: Words) -> None:
        self.texted(name, words.text, format=MOODLE_NAMES[words.format])

    def said(self, text: str) -> str:
        """The text as characters of an element, without the signs that XML forbids."""
        kept = NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        if kept != text:
            self.report.changed(self.number, Why.SIGNS_OUT, format=NAME)
        if not re.search("[<>&]", kept):
            return kept
        return f"<![CDATA[{kept.replace(']]>', ']]]]><![CDATA[>')}]]>"

    def answer(self, choice: Choice, *, short: bool = False) -> None:
        form = TextFormat.PLAIN if short else choice.words.format
        self.opened("answer", fraction=digits(choice.percent), format=MOODLE_NAMES[form])
        self.element("text", choice.words.text)
        self.words("feedback", choice.feedback)
        self.closed("answer")

    def counted(self, answer: NumberAnswer) -> None:
        self.opened(
            "answer", fraction=digits(answer.percent), format=MOODLE_NAMES[TextFormat.MOODLE]
        )
        self.element("text", "*" if answer.value is None else digits(answer.value))
        self.words("feedback", answer.feedback)
        self.element("tolerance", digits(answer.tolerance))
        self.closed("answer")

    def gapped(self, question: Gaps) -> Words:
        """The text with its gaps written inside."""
        form = question.text.format
        pieces = MARK.split(question.text.text)
        if any(START.search(piece) for piece in pieces):
            self.report.changed(self.number, Why.LITERAL_START)
        written = [_no_start(pieces[0])]
        for place, text in zip(pieces[1::2], pieces[2::2], strict=True):
            known = 0 < int(place) <= len(question.gaps)
            gap = self.gap(question.gaps[int(place) - 1], form) if known else f"[[{place}]]"
            written += [gap, _no_start(text)]
        return Words("".join(written), form)

    def gap(self, gap: Gap, form: TextFormat) -> str:
        names = {
            GapKind.CHOICE: "MULTICHOICE",
            GapKind.SEVERAL: "MULTIRESPONSE",
            GapKind.NUMBER: "NUMERICAL",
            GapKind.SHORT: "SHORTANSWER_C" if gap.case_matters else "SHORTANSWER",
        }
        answers = [self._said(self.inside(one.words, form), one, form) for one in gap.choices]
        answers += [self._said(_counted(one), one, form, raw=True) for one in gap.numbers]
        return f"{{{gap.weight}:{names[gap.kind]}:{'~'.join(answers)}}}"

    def _said(
        self, text: str, answer: Choice | NumberAnswer, form: TextFormat, raw: bool = False
    ) -> str:
        worth = "=" if answer.percent == ALL else f"%{digits(answer.percent)}%"
        said = text if raw else _escaped(text)
        if not answer.feedback:
            return worth + said
        apart = " " if said.endswith("&") else ""
        return f"{worth}{said}{apart}#{_escaped(self.inside(answer.feedback, form))}"

    def inside(self, words: Words, form: TextFormat) -> str:
        """Words in the one format that a text with gaps has."""
        if not words or words.format is form:
            return words.text
        if words.format is TextFormat.PLAIN:
            return escape(words.text, quote=False) if form is TextFormat.HTML else words.text
        self.report.changed(self.number, Why.FORMAT, name=words.format, format=form)
        return bare(words)


def _counted(answer: NumberAnswer) -> str:
    if answer.value is None:
        return "*"
    return f"{digits(answer.value)}:{digits(answer.tolerance)}"


def _escaped(text: str) -> str:
    return "".join(f"\\{sign}" if sign in SPECIAL else sign for sign in text)


def _no_start(text: str) -> str:
    """The text without what would be read as a gap."""
    return START.sub(lambda found: "{ " + found[0][1:], text)


def _listed(attributes: dict[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
