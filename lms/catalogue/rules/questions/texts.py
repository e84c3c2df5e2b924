"""Texts as files give them: bytes to lines, spaces at ends, names from words, decimal numbers."""

from __future__ import annotations

import re
from bisect import bisect_right
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from decimal import Decimal
from html import unescape

from lms.catalogue.rules.questions.model import TextFormat, Words
from lms.catalogue.rules.questions.reasons import Why
from lms.catalogue.rules.questions.report import Report, Unreadable

MOST_BYTES = 20_000_000
MOST_QUESTIONS = 5_000
MOST_ANSWERS = 500
LONGEST_NAME = 80
SPACES = " \t\n\r\0\x0b"
"""What PHP, and so Moodle, takes away at the ends of a text: an unbreakable space stays."""
TAG = re.compile(r"<!--.*?-->|<[/!?]?[a-zA-Z][^<>]*>", re.DOTALL)
NUMBER = re.compile(r"([+-]?)(\d{1,20}(?:[.,]\d{0,20})?|[.,]\d{1,20})(?:[eE]([+-]?\d{1,2}))?")
MOST_EXPONENT = 20


def refuse_large(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise Unreadable(1, Why.TOO_LARGE, most=MOST_BYTES // 1_000_000)


def decoded(content: bytes, report: Report) -> str:
    """The text of a file, its lines ended by line feeds alone."""
    refuse_large(content)
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        report.changed(1, Why.WAS_UTF16)
        encoding = "utf-16"
    else:
        content = content.removeprefix(BOM_UTF8)
        encoding = "utf-8"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as broken:
        before = content[: broken.start].decode(encoding, "ignore")
        raise Unreadable(line_feeds(before).count("\n") + 1, Why.NOT_UTF8) from None
    return line_feeds(text.removeprefix("\ufeff"))


def line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def trim(text: str) -> str:
    return text.strip(SPACES)


class Lines:
    """Which line a place of a text stands on, without counting from the beginning each time."""

    def __init__(self, text: str, first: int = 1) -> None:
        self.first = first
        self.ends = [place for place, sign in enumerate(text) if sign == "\n"]

    def at(self, place: int) -> int:
        return self.first + bisect_right(self.ends, place - 1)


def one_line(text: str) -> str:
    """A name, category or tag: what ends a line becomes a space."""
    return trim(re.sub(r"[\n\r\t\0\x0b]+", " ", text))


def bare(words: Words) -> str:
    """The words without tags, on one line: for names and for formats that hold no more."""
    text = words.text
    if words.format in {TextFormat.HTML, TextFormat.MOODLE, TextFormat.MARKDOWN}:
        text = unescape(TAG.sub(" ", text)) if "<" in text or "&" in text else text
    return " ".join(line_feeds(text).translate(CONTROLS).split())


CONTROLS = dict.fromkeys([*range(9), *range(11, 32), 127], " ") | {9: " ", 10: " "}


def name_of(words: Words) -> str:
    """The first words of a text, to be its name."""
    text = bare(words)
    if len(text) <= LONGEST_NAME:
        return text
    whole, _space, _rest = text[: LONGEST_NAME - 1].rpartition(" ")
    return (whole or text[: LONGEST_NAME - 1]) + "…"


def number(text: str) -> Decimal | None:
    """The number of a text with a point or a comma, None when it is not one."""
    found = NUMBER.fullmatch(trim(text))
    if found is None or abs(int(found[3] or 0)) > MOST_EXPONENT:
        return None
    value = Decimal(found[1] + found[2].replace(",", "."))
    return value.scaleb(int(found[3] or 0)) if value else Decimal(0)


def percent(text: str) -> Decimal | None:
    """A weight from -100 to 100 with five decimals, None when it is not one."""
    value = number(text)
    if value is None or abs(value) > 100:
        return None
    return plainly(round(value, 5))


def plainly(value: Decimal) -> Decimal:
    """The same number without zeros at its end."""
    return Decimal(digits(value))


def digits(value: Decimal) -> str:
    """The number in digits, never with an exponent."""
    written = format(value, "f")
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return "0" if written in {"-0", ""} else written
