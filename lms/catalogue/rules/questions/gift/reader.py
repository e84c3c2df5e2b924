"""Reading GIFT: titles, categories, and which kind of question each block is."""

from __future__ import annotations

from typing import Any

from lms.catalogue.rules.questions.gift.answers import answered
from lms.catalogue.rules.questions.gift.blocks import Block, Piece, blocks, parts_of
from lms.catalogue.rules.questions.gift.signs import (
    RESERVED,
    codes_and_tags,
    show,
    words_of,
)
from lms.catalogue.rules.questions.model import Question, TextFormat
from lms.catalogue.rules.questions.reasons import Why
from lms.catalogue.rules.questions.report import LeftOut, Reading, Report, Unreadable
from lms.catalogue.rules.questions.soundness import check
from lms.catalogue.rules.questions.texts import (
    MOST_QUESTIONS,
    decoded,
    name_of,
    one_line,
    trim,
)

CATEGORY = "$CATEGORY:"


def read_gift(content: bytes) -> Reading:
    """The questions of a GIFT file, and what became of each."""
    report = Report()
    questions: list[Question] = []
    category = ""
    for block in blocks(_without_reserved(decoded(content, report), report)):
        body = block.body
        if body.text.startswith(CATEGORY):
            category, body = _category(body, category, report)
        if not body.text:
            continue
        try:
            question = _question(body, block, category, report)
        except LeftOut as left:
            report.notes.append(left.note)
        else:
            questions.append(question)
        if len(questions) > MOST_QUESTIONS:
            raise Unreadable(body.line, Why.TOO_MANY, most=MOST_QUESTIONS)
    if not questions and not report.notes:
        report.left(1, Why.NO_QUESTION)
    return Reading(tuple(questions), report.in_order())


def _without_reserved(text: str, report: Report) -> str:
    found = RESERVED.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        report.changed(line, Why.STRANGE_SIGNS)
    return RESERVED.sub("\ufffd", text)


def _category(body: Piece, before: str, report: Report) -> tuple[str, Piece]:
    """The category of a line, and what follows it in the same block."""
    line, _end, _rest = body.text.partition("\n")
    rest = body.cut(len(line)).trimmed()
    # Moodle writes categories as they are: what looks escaped is not.
    category = one_line(show(line[len(CATEGORY) :]))
    if not category:
        report.left(body.line, Why.CATEGORY_EMPTY)
    if rest.text:
        report.changed(rest.line, Why.CATEGORY_TIGHT)
    return category or before, rest


def _question(body: Piece, block: Block, category: str, report: Report) -> Question:
    line = body.line
    name, body = _title(body, report)
    parts = parts_of(body)
    text = words_of(parts.text, TextFormat.MOODLE)
    if not text:
        raise LeftOut(line, Why.NO_TEXT)
    code, tags = codes_and_tags(block.comments)
    common: dict[str, Any] = {
        "name": name or name_of(text),
        "text": text,
        "general": words_of(parts.general, text.format),
        "category": category,
        "tags": tags,
        "code": code,
    }
    noted = Report()
    question = answered(parts.answers, common, text.format, noted)
    check(question, line, noted)
    report.notes += noted.notes
    report.taken(line, question)
    return question


def _title(body: Piece, report: Report) -> tuple[str, Piece]:
    """The title between its double colons, empty when there is none; and what follows."""
    if not body.text.startswith("::"):
        return "", body
    rest = body.cut(2)
    end = rest.text.find("::")
    if end < 0:
        report.changed(body.line, Why.TITLE_OPEN)
        return "", rest.trimmed()
    return one_line(show(trim(rest.text[:end]))), rest.cut(end + 2).trimmed()
