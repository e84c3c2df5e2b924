"""What the linter says about a curriculum, and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """What a finding is about; docs/curriculum.md says what each asks."""

    ACTIVITIES = "activities"
    ALT = "alt"
    ANSWER_LENGTH = "answer-length"
    ANSWER_PLACE = "answer-place"
    EASY = "easy"
    EXPLANATION = "explanation"
    FAULT = "fault"
    GENDERED = "gendered"
    HEADING = "heading"
    LINK = "link"
    LINK_WORDS = "link-words"
    MEDIA = "media"
    MINUTES = "minutes"
    PARITY = "parity"
    PARTS = "parts"
    QUESTIONS = "questions"
    RATIO = "ratio"
    SENTENCE = "sentence"
    SESSION = "session"
    STANDARD = "standard"
    SUMMARY = "summary"
    TWICE = "twice"
    UNTRANSLATED = "untranslated"
    WORD = "word"
    WORDS = "words"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something to mend in a file; a remark is only to be looked at, and refuses nothing."""

    file: str
    line: int
    code: Code
    sentence: str
    remark: bool = False

    def __str__(self) -> str:
        weight = "remark, " if self.remark else ""
        return f"{self.file}:{self.line}: {weight}{self.code}: {self.sentence}"
