"""A GIFT file as blocks between blank lines, each with its comments and the places of its lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lms.catalogue.rules.questions.gift.signs import hide
from lms.catalogue.rules.questions.reasons import Why
from lms.catalogue.rules.questions.report import LeftOut
from lms.catalogue.rules.questions.texts import SPACES, Lines, trim


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a block, and where it begins there."""

    text: str
    at: int
    lines: Lines

    @property
    def line(self) -> int:
        """The line of its first sign that is no space."""
        return self.lines.at(self.at + len(self.text) - len(self.text.lstrip(SPACES)))

    def cut(self, start: int, end: int | None = None) -> Piece:
        return Piece(self.text[start:end], self.at + start, self.lines)

    def split(self, sign: str) -> list[Piece]:
        """The parts around a sign."""
        parts, start = [], 0
        for text in self.text.split(sign):
            parts.append(self.cut(start, start + len(text)))
            start += len(text) + len(sign)
        return parts

    def trimmed(self) -> Piece:
        start = len(self.text) - len(self.text.lstrip(SPACES))
        return Piece(trim(self.text), self.at + start, self.lines)


@dataclass(frozen=True, slots=True)
class Block:
    """What stands between blank lines; comments are taken out of its body."""

    body: Piece
    comments: str


def blocks(text: str) -> Iterator[Block]:
    """The blocks that hold more than comments."""
    gathered: list[str] = []
    first = 1
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if trim(line):
            first = first if gathered else number
            gathered.append(line)
        elif gathered:
            block = _block(gathered, first)
            if trim(block.body.text):
                yield block
            gathered = []


def _block(lines: list[str], first: int) -> Block:
    is_comment = [trim(line).startswith("//") for line in lines]
    kept = [" " if out else line for line, out in zip(lines, is_comment, strict=True)]
    comments = [line for line, out in zip(lines, is_comment, strict=True) if out]
    text = hide("\n".join(kept))
    return Block(Piece(text, 0, Lines(text, first)).trimmed(), "\n".join(comments))


@dataclass(frozen=True, slots=True)
class Parts:
    """A question taken apart; `answers` is None where there are no braces."""

    text: str
    answers: Piece | None
    general: str


GENERAL = "####"
BLANK = "_____"


def parts_of(body: Piece) -> Parts:
    """Text, answers and general feedback of a question without its title."""
    start, end = body.text.find("{"), body.text.find("}")
    if start < 0 and end < 0:
        return Parts(body.text, None, "")
    if start < 0 or end < start:
        raise LeftOut(body.cut(max(start, end)).line, Why.BRACES)
    before, after = body.text[:start], body.text[end + 1 :]
    answers = body.cut(start + 1, end)
    for sign in "{}":
        again = answers.text.find(sign)
        if again >= 0:
            raise LeftOut(answers.cut(again).line, Why.MORE_ANSWERS)
    for sign in "{}":
        again = after.find(sign)
        if again >= 0:
            raise LeftOut(body.cut(end + 1 + again).line, Why.MORE_ANSWERS)
    general = answers.text.rfind(GENERAL)
    said = ""
    if general >= 0:
        said = answers.text[general + len(GENERAL) :]
        answers = answers.cut(0, general)
    # Answers at the end leave nothing behind them; elsewhere they leave a word to find.
    return Parts(before + (BLANK + after if after else ""), answers.trimmed(), said)
