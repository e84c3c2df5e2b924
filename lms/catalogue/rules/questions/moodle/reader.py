"""Reading Moodle XML: categories, what every question has, and what is left of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from lms.catalogue.rules.questions.model import Outcomes, Question, TextFormat
from lms.catalogue.rules.questions.moodle.kinds import KINDS, Entry
from lms.catalogue.rules.questions.moodle.tree import Element, parsed
from lms.catalogue.rules.questions.moodle.words import WordsReader, flag
from lms.catalogue.rules.questions.reasons import Why
from lms.catalogue.rules.questions.report import LeftOut, Reading, Report, Unreadable
from lms.catalogue.rules.questions.soundness import check
from lms.catalogue.rules.questions.texts import MOST_QUESTIONS, name_of, number, one_line, plainly

FILES = {"file", "image_base64"}
MOST_POINTS = 1_000


def read_moodle_xml(content: bytes) -> Reading:
    """The questions of a Moodle XML file, and what became of each."""
    root = parsed(content)
    if root.name != "quiz":
        raise Unreadable(root.line, Why.NOT_A_QUIZ, name=root.name)
    report = Report()
    questions: list[Question] = []
    category = ""
    for element in root.children:
        kind = element.attributes.get("type", "").strip()
        if element.name != "question":
            report.left(element.line, Why.UNKNOWN_ELEMENT, name=element.name)
        elif kind == "category":
            category = _category(element, report) or category
        else:
            questions += _taken(element, kind, category, report)
        if len(questions) > MOST_QUESTIONS:
            raise Unreadable(element.line, Why.TOO_MANY, most=MOST_QUESTIONS)
    if not questions and not report.notes:
        report.left(root.line, Why.NO_QUESTION)
    return Reading(tuple(questions), report.in_order())


def _category(element: Element, report: Report) -> str:
    if element.said("info"):
        report.changed(element.line, Why.CATEGORY_WORDS)
    name = one_line(element.said("category"))
    if not name:
        report.left(element.line, Why.CATEGORY_NAMELESS)
    return name


def _taken(element: Element, kind: str, category: str, report: Report) -> list[Question]:
    """The question of an element, unless it must be left."""
    noted = Report()
    try:
        question = _question(element, kind, category, noted)
        check(question, element.line, noted)
    except LeftOut as left:
        report.notes.append(left.note)
        return []
    _say_left(element, noted)
    report.notes += noted.notes
    report.taken(element.line, question)
    return [question]


def _question(element: Element, kind: str, category: str, report: Report) -> Question:
    if not kind:
        raise LeftOut(element.line, Why.NO_KIND)
    made = KINDS.get(kind)
    if made is None:
        raise LeftOut(element.line, Why.UNKNOWN_KIND, kind=kind)
    asked = element.first("questiontext")
    text = WordsReader(TextFormat.HTML, report).under(asked)
    if not text:
        raise LeftOut((asked or element).line, Why.NO_TEXT)
    form = WordsReader(text.format, report)
    name = one_line(element.said("name"))
    if not name:
        report.changed(element.line, Why.NO_NAME)
    common: dict[str, Any] = {
        "name": name or name_of(text),
        "text": text,
        "general": form.at(element, "generalfeedback"),
        "outcomes": _outcomes(element, form),
        "category": category,
        "tags": _tags(element),
        "code": one_line(element.said("idnumber")),
        "points": _points(element, report),
    }
    return made(Entry(element, form, report, common))


def _outcomes(element: Element, form: WordsReader) -> Outcomes:
    return Outcomes(
        right=form.at(element, "correctfeedback"),
        partly=form.at(element, "partiallycorrectfeedback"),
        wrong=form.at(element, "incorrectfeedback"),
    )


def _tags(element: Element) -> tuple[str, ...]:
    tags = element.first("tags")
    said = (
        one_line((tag.first("text") or tag).own_text) for tag in (tags.each("tag") if tags else ())
    )
    return tuple(tag for tag in said if tag)


def _points(element: Element, report: Report) -> Decimal:
    grade = element.first("defaultgrade")
    if grade is None or not grade.own_text:
        return Decimal(1)
    points = number(grade.own_text)
    if points is None or not 0 <= points <= MOST_POINTS:
        report.changed(grade.line, Why.POINTS, name=grade.own_text)
        return Decimal(1)
    return plainly(round(points, 7))


def _say_left(element: Element, report: Report) -> None:
    """What every kind may hold and is not taken: files, hints, what hides."""
    for inner in element.inside():
        if inner.name in FILES and (inner.attributes.get("name") or inner.own_text):
            name = inner.attributes.get("name") or element.said("image") or inner.name
            report.left(inner.line, Why.FILE, name=name)
    hint = element.first("hint")
    if hint and any(one.own_text for one in hint.inside()):
        report.changed(hint.line, Why.HINTS)
    hidden = element.first("hidden")
    if hidden and flag(hidden.own_text):
        report.changed(hidden.line, Why.HIDDEN)
