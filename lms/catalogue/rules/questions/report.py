"""What a reader or a writer of questions says, line by line: taken, changed or left, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from lms.catalogue.rules.questions.model import Question
from lms.catalogue.rules.questions.reasons import Why
from lms.kernel.text import Text, _


class Verdict(StrEnum):
    """What became of something."""

    TAKEN = "taken"
    CHANGED = "changed"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Note:
    """What became of something, its line (0 where nothing was read) and the reason."""

    line: int
    verdict: Verdict
    why: Why
    params: tuple[tuple[str, str | Text], ...] = ()

    @property
    def sentence(self) -> Text:
        return Text(self.why.value.msgid, dict(self.params))

    def __str__(self) -> str:
        return f"{self.line}: {self.verdict}: {self.sentence}"


def note(line: int, verdict: Verdict, why: Why, **params: object) -> Note:
    """A note whose parameters are short enough to be read; a `Text` is translated with it."""
    said = ((name, v if isinstance(v, Text) else shown(str(v))) for name, v in params.items())
    return Note(line, verdict, why, tuple(said))


LONGEST_SHOWN = 60


def shown(text: str) -> str:
    """The beginning of a text on one line, printable everywhere."""
    words = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return words if len(words) <= LONGEST_SHOWN else words[: LONGEST_SHOWN - 1] + "…"


class Unreadable(Exception):
    """Nothing of the file can be read: the reason, with its line."""

    def __init__(self, line: int, why: Why, **params: object) -> None:
        self.note = note(line, Verdict.LEFT, why, **params)
        super().__init__(str(self.note))


class LeftOut(Exception):
    """One question cannot be read: the reason, with its line; readers catch it themselves."""

    def __init__(self, line: int, why: Why, **params: object) -> None:
        self.note = note(line, Verdict.LEFT, why, **params)
        super().__init__(str(self.note))


@dataclass(slots=True)
class Report:
    """Gathers the notes of one file."""

    notes: list[Note] = field(default_factory=list)

    def changed(self, line: int, why: Why, **params: object) -> None:
        self.notes.append(note(line, Verdict.CHANGED, why, **params))

    def left(self, line: int, why: Why, **params: object) -> None:
        self.notes.append(note(line, Verdict.LEFT, why, **params))

    def taken(self, line: int, question: Question) -> None:
        kind = KINDS[type(question).__name__]
        self.notes.append(note(line, Verdict.TAKEN, Why.TAKEN, kind=kind, name=question.name))

    def in_order(self) -> tuple[Note, ...]:
        """By line; at one line, in the order of reading."""
        return tuple(sorted(self.notes, key=lambda one: one.line))


KINDS = {
    "SingleChoice": _("single choice"),
    "SeveralChoices": _("several choices"),
    "TrueFalse": _("true or false"),
    "ShortAnswer": _("short answer"),
    "Number": _("number"),
    "Matching": _("matching"),
    "Ordering": _("ordering"),
    "Gaps": _("gaps in a text"),
    "OpenText": _("open text"),
    "Passage": _("passage to read"),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """The questions of a file in their order, and what is to be said about each line."""

    questions: tuple[Question, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A file, and what it could not hold; the line of a note is the number of the question."""

    text: str
    notes: tuple[Note, ...]


def count(notes: Iterable[Note]) -> dict[Verdict, int]:
    """How many notes of each verdict."""
    told = list(notes)
    return {verdict: sum(one.verdict is verdict for one in told) for verdict in Verdict}
