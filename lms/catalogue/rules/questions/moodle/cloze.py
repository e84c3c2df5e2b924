"""Gaps written into the text: `{2:SHORTANSWER:=right#feedback~%50%nearly}`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from typing import Any

from lms.catalogue.rules.questions.model import (
    ALL,
    NONE,
    Choice,
    Gap,
    GapKind,
    Gaps,
    NumberAnswer,
    TextFormat,
    Words,
    plain,
)
from lms.catalogue.rules.questions.moodle.gaps import MARK
from lms.catalogue.rules.questions.reasons import Why
from lms.catalogue.rules.questions.report import LeftOut, Report, shown
from lms.catalogue.rules.questions.texts import number, percent, trim

TYPES = {
    GapKind.NUMBER: "NUMERICAL|NM",
    GapKind.SHORT: "SHORTANSWER|SHORTANSWER_C|SA|SAC|MW|MWC",
    GapKind.CHOICE: "MULTICHOICE(?:_V|_H|_S|_VS|_HS)?|MC(?:V|H|S|VS|HS)?",
    GapKind.SEVERAL: "MULTIRESPONSE(?:_H|_S|_HS)?|MR(?:H|S|HS)?",
}
START = re.compile(r"\{(\d{0,3}):(?=[A-Z])([A-Z_]{2,16}):")
CASE = {"SHORTANSWER_C", "SAC", "MWC"}
ENTITY = re.compile(r"&#x?[0-9a-fA-F]{1,6};")
WEIGHT = re.compile(r"=|%(-?\d{1,3}(?:[.,]\d{0,15})?)%")
ESCAPE = re.compile(r"""\\([\\~#}{"/])""")


def kind_of(name: str) -> GapKind | None:
    return next((kind for kind, names in TYPES.items() if re.fullmatch(names, name)), None)


def cloze(common: dict[str, Any], line: int, report: Report) -> Gaps:
    """The question of a text with gaps inside."""
    text: Words = common["text"]
    pieces: list[str] = []
    made: list[Gap] = []
    at = 0
    while found := START.search(text.text, at):
        kind = kind_of(found[2])
        if kind is None:
            pieces.append(_apart(text.text[at : found.end()], line, report))
            at = found.end()
            continue
        end = _end(text.text, found.end())
        if end is None:
            raise _broken(line, len(made) + 1, text.text[found.start() :])
        pieces.append(_apart(text.text[at : found.start()], line, report))
        reader = _GapReader(text.format, line, len(made) + 1)
        weight = int(found[1] or 1)
        made.append(reader.gap(kind, text.text[found.end() : end], weight, found[2] in CASE))
        pieces.append(f"[[{len(made)}]]")
        at = end + 1
    pieces.append(_apart(text.text[at:], line, report))
    common["text"] = Words(trim("".join(pieces)), text.format)
    return Gaps(gaps=tuple(made), **common)


def _broken(line: int, number: int, said: str) -> LeftOut:
    return LeftOut(line, Why.GAP_BROKEN, number=number, said=said)


def _apart(text: str, line: int, report: Report) -> str:
    """The text without anything that our marks would be taken for."""
    found = MARK.search(text)
    if not found:
        return text
    report.changed(line, Why.LITERAL_GAP, number=found[1])
    return MARK.sub(r"[ [\1] ]", text)


def _end(text: str, start: int) -> int | None:
    """Where the brace of a gap closes."""
    at = start
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == "}":
            return at
        at += 1
    return None


@dataclass(frozen=True, slots=True)
class _GapReader:
    """Reads what stands between the braces of one gap."""

    form: TextFormat
    line: int
    number: int

    def gap(self, kind: GapKind, text: str, weight: int, case: bool) -> Gap:
        answers = [self.answer(part) for part in _split(text, "~")]
        answers = [one for one in answers if one[0]]
        if kind is GapKind.NUMBER:
            numbers = tuple(self.counted(*answer) for answer in answers)
            return Gap(kind=kind, numbers=numbers, weight=weight)
        short = kind is GapKind.SHORT
        choices = tuple(
            Choice(
                words=plain(self.decoded(said)) if short else Words(said, self.form),
                percent=worth,
                feedback=Words(feedback, self.form),
            )
            for said, worth, feedback in answers
        )
        return Gap(kind=kind, choices=choices, weight=weight, case_matters=case)

    def answer(self, part: str) -> tuple[str, Decimal, str]:
        """Words, weight and feedback of one alternative."""
        found = WEIGHT.match(trim(part))
        rest = trim(part)[found.end() :] if found else part
        worth = NONE if not found else ALL if found[0] == "=" else percent(found[1])
        if worth is None:
            raise _broken(self.line, self.number, part)
        said, *feedback = _split(rest, "#", 1)
        return _clear(said), worth, _clear("".join(feedback))

    def decoded(self, text: str) -> str:
        """An accepted answer is what somebody types: no entities."""
        return trim(unescape(text)) if self.form is TextFormat.HTML else text

    def counted(self, said: str, worth: Decimal, feedback: str) -> NumberAnswer:
        words = Words(feedback, self.form)
        if said == "*":
            return NumberAnswer(value=None, percent=worth, feedback=words)
        value, _colon, margin = said.partition(":")
        read, tolerance = number(value), number(margin or "0")
        if read is None or tolerance is None:
            raise _broken(self.line, self.number, shown(said))
        return NumberAnswer(value=read, tolerance=abs(tolerance), percent=worth, feedback=words)


def _split(text: str, sign: str, most: int = -1) -> list[str]:
    """The parts around a sign that is not escaped and begins no entity such as `&#39;`."""
    parts: list[str] = []
    start, at = 0, 0
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == "&" and (entity := ENTITY.match(text, at)):
            at = entity.end() - 1
        elif text[at] == sign and most != len(parts):
            parts.append(text[start:at])
            start = at + 1
        at += 1
    return [*parts, text[start:]]


def _clear(text: str) -> str:
    return trim(ESCAPE.sub(r"\1", text))
