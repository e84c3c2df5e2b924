"""Texts, weights and flags of a question in Moodle XML, with what is said of each."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from lms.catalogue.rules.questions.model import (
    NONE,
    Choice,
    TextFormat,
    Words,
    plain,
)
from lms.catalogue.rules.questions.moodle.tree import Element
from lms.catalogue.rules.questions.reasons import Why
from lms.catalogue.rules.questions.report import LeftOut, Report
from lms.catalogue.rules.questions.texts import number, percent

FORMATS = {
    "moodle_auto_format": TextFormat.MOODLE,
    "html": TextFormat.HTML,
    "plain_text": TextFormat.PLAIN,
    "markdown": TextFormat.MARKDOWN,
}
MOODLE_NAMES = {form: name for name, form in FORMATS.items()}
WIKI = "wiki_like"


def flag(text: str) -> bool:
    """As Moodle reads `true`, `1`, `false`, `0` and nothing."""
    return text.strip() not in {"false", "0", ""}


@dataclass(frozen=True, slots=True)
class WordsReader:
    """Reads texts; those that name no format have the one of the question."""

    form: TextFormat
    report: Report

    def under(self, element: Element | None) -> Words:
        """The <text> of an element in its format."""
        if element is None:
            return Words()
        return Words(self.text(element), self.format_of(element))

    def at(self, parent: Element, name: str) -> Words:
        return self.under(parent.first(name))

    def text(self, element: Element) -> str:
        """The characters of <text>; in old files they stand without it."""
        text = element.first("text") or element
        inner = next((child for child in text.children if text is not element), None)
        if inner is not None:
            raise LeftOut(inner.line, Why.TAGS_IN_TEXT, name=inner.name)
        return text.own_text

    def format_of(self, element: Element) -> TextFormat:
        name = element.attributes.get("format", "").strip()
        if not name:
            return self.form
        form = FORMATS.get(name)
        if form is None:
            form = TextFormat.MOODLE if name == WIKI else TextFormat.HTML
            self.report.changed(element.line, Why.FORMAT, name=name, format=form)
        return form

    def choice(self, answer: Element, *, short: bool = False) -> Choice:
        """One <answer>: its words, weight and feedback."""
        words = plain(self.text(answer)) if short else self.under(answer)
        return Choice(words=words, percent=weight(answer), feedback=self.at(answer, "feedback"))


def weight(answer: Element) -> Decimal:
    """The percent of an answer; very old files have a share from 0 to 1 in an element."""
    old = number(answer.said("fraction")) if answer.first("fraction") else None
    if old is not None and abs(old) <= 1:
        return percent(str(old * 100)) or NONE
    written = answer.attributes.get("fraction", "").strip()
    if not written:
        return NONE
    value = percent(written)
    if value is None:
        raise LeftOut(answer.line, Why.PERCENT, name=written)
    return value
