"""The formats of questions by name: which reader, which writer, and which one a file is in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum

from lms.catalogue.rules.questions.aiken import ANSWER, read_aiken, write_aiken
from lms.catalogue.rules.questions.gift.reader import read_gift
from lms.catalogue.rules.questions.gift.writer import write_gift
from lms.catalogue.rules.questions.model import Question
from lms.catalogue.rules.questions.moodle.reader import read_moodle_xml
from lms.catalogue.rules.questions.moodle.writer import write_moodle_xml
from lms.catalogue.rules.questions.report import Reading, Report, Written
from lms.catalogue.rules.questions.texts import decoded


class Format(StrEnum):
    """A format that is read and written."""

    GIFT = "gift"
    MOODLE_XML = "moodle-xml"
    AIKEN = "aiken"


READERS: dict[Format, Callable[[bytes], Reading]] = {
    Format.GIFT: read_gift,
    Format.MOODLE_XML: read_moodle_xml,
    Format.AIKEN: read_aiken,
}
WRITERS: dict[Format, Callable[[Sequence[Question]], Written]] = {
    Format.GIFT: write_gift,
    Format.MOODLE_XML: write_moodle_xml,
    Format.AIKEN: write_aiken,
}


def format_of(name: str, content: bytes) -> Format:
    """The format of a file, from its name or else from what it holds."""
    if name.lower().endswith(".xml"):
        return Format.MOODLE_XML
    text = decoded(content, Report()).lstrip()
    if text.startswith("<"):
        return Format.MOODLE_XML
    if name.lower().endswith(".gift"):
        return Format.GIFT
    ends_in_answers = any(line.strip().startswith(ANSWER) for line in text.split("\n"))
    return Format.AIKEN if ends_in_answers and "{" not in text else Format.GIFT
