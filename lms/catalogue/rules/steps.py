"""Reading the text of one step in one language: front matter between `+++`, then Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lms.catalogue.models import ActivityKind
from lms.catalogue.rules.checks.reading import question_shape, read_question, refuse_twice
from lms.catalogue.rules.places import Fault, Place, read_toml
from lms.catalogue.rules.sources import TitledText

FENCE = "+++"
CODE = re.compile(r"`[^`]*`")
# CommonMark shows these as they are written, since HTML is off: nobody meant that.
HTML = re.compile(r"<(?:[a-zA-Z/!?])")
LONGEST_PROMPT = 400
MOST_QUESTIONS = 120
"""With pools; an attempt asks 40 at most."""


@dataclass(frozen=True, slots=True)
class StepText:
    """Title, summary and body of a step in one language."""

    title: str
    summary: str
    body: dict[str, Any]


def read_step(file: str, text: str, kind: ActivityKind, faults: list[Fault]) -> StepText | None:
    """The step, or None with a fault when the file has no front matter."""
    parts = _parts(file, text, faults)
    if parts is None:
        return None
    front, markdown = parts
    body = {"markdown": markdown, **READ[kind](front)}
    return StepText(front.words("title"), front.words("summary"), body)


def read_titled(file: str, text: str, faults: list[Fault]) -> TitledText | None:
    """A text that only has a title, or None with a fault when it has no front matter."""
    parts = _parts(file, text, faults)
    if parts is None:
        return None
    front, markdown = parts
    front.only("title")
    return TitledText(front.words("title"), markdown)


def _parts(file: str, text: str, faults: list[Fault]) -> tuple[Place, str] | None:
    """Front matter and Markdown."""
    lines = text.splitlines()
    end = lines.index(FENCE, 1) if FENCE in lines[1:] else 0
    if not end or lines[0] != FENCE:
        faults.append(Fault(file, 1, "begin with front matter between two lines “+++”"))
        return None
    front = read_toml(file, "\n".join(lines[1:end]), faults, first=2)
    markdown = "\n".join(lines[end + 1 :])
    _check_markdown(file, markdown, end + 2, faults)
    if not markdown.strip():
        faults.append(Fault(file, end + 1, "the text is empty"))
    return front, markdown.strip()


def shape(kind: ActivityKind, body: dict[str, Any]) -> Any:
    """What must be the same in both languages: questions, choices, turns and their order."""
    if kind is ActivityKind.SITUATION:
        return [[choice["id"] for choice in turn["choices"]] for turn in body["turns"]]
    if kind is ActivityKind.REFLECTION:
        return len(body["prompts"])
    if kind is ActivityKind.CHECK:
        return [question_shape(question) for question in body["questions"]]
    return None


def count_words(value: Any) -> int:
    """How many words a reader meets in a body; ids are single words and hardly weigh."""
    if isinstance(value, str):
        return len(value.split())
    parts = value.values() if isinstance(value, dict) else value
    return sum(count_words(part) for part in parts)


def _text(front: Place) -> dict[str, Any]:
    front.only("title", "summary")
    return {}


def _reflection(front: Place) -> dict[str, Any]:
    front.only("title", "summary", "prompts")
    prompts = front.texts("prompts", 1, 3)
    if any(len(prompt) > LONGEST_PROMPT for prompt in prompts):
        front.at("prompts").blame(f"a prompt has more than {LONGEST_PROMPT} signs")
    return {"prompts": prompts}


def _situation(front: Place) -> dict[str, Any]:
    front.only("title", "summary", "closing", "turn")
    turns = [_turn(place) for place in front.tables("turn", 1, 6)]
    return {"closing": _markdown(front, "closing"), "turns": turns}


def _turn(place: Place) -> dict[str, Any]:
    place.only("prompt", "choice")
    return {"prompt": _markdown(place, "prompt"), "choices": _choices(place)}


def _check(front: Place) -> dict[str, Any]:
    front.only("title", "summary", "question")
    places = front.tables("question", 1, MOST_QUESTIONS)
    questions = [read_question(place) for place in places]
    refuse_twice(places, [question["id"] for question in questions])
    return {"questions": questions}


def _choices(place: Place) -> list[dict[str, str]]:
    """The choices of a turn, each with what the reader gets for choosing it."""
    places = place.tables("choice", 2, 6)
    choices = []
    for choice in places:
        choice.only("id", "text", "feedback")
        words = _markdown(choice, "feedback")
        choices.append({"id": choice.slug("id"), "text": choice.words("text"), "feedback": words})
    refuse_twice(places, [choice["id"] for choice in choices])
    return choices


def _markdown(place: Place, name: str) -> str:
    written = place.words(name)
    _check_markdown(place.file, written, place.at(name).line, place.faults)
    return written


def _check_markdown(file: str, text: str, first: int, faults: list[Fault]) -> None:
    for number, line in enumerate(text.splitlines(), first):
        bare = CODE.sub("", line)
        if bare.startswith("# "):
            faults.append(Fault(file, number, "headings begin at “##”: the title is the first one"))
        if HTML.search(bare):
            faults.append(Fault(file, number, "HTML is not shown: write Markdown"))


READ: dict[ActivityKind, Callable[[Place], dict[str, Any]]] = {
    ActivityKind.TEXT: _text,
    ActivityKind.REFLECTION: _reflection,
    ActivityKind.SITUATION: _situation,
    ActivityKind.CHECK: _check,
    ActivityKind.PRACTICE: _text,
}
