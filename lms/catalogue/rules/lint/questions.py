"""Questions of a check: every choice explained, and no way to guess the right one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from lms.catalogue.models import ActivityKind
from lms.catalogue.rules.lint.blocks import words_in
from lms.catalogue.rules.lint.findings import Code, Finding
from lms.catalogue.rules.lint.folder import Folder, Step
from lms.catalogue.rules.lint.pages import Page, Passage

ENOUGH_WORDS = 4
"""“Yes, that is right.” explains nothing."""
ENOUGH_QUESTIONS = 4
"""Fewer say nothing about places and lengths."""
CLEARLY = 1.3
"""How much longer than every other choice a right one may be."""
ENOUGH_LETTERS = 15
SHARE = 0.5


def question_findings(folder: Folder) -> Iterator[Finding]:
    """The checks of every module."""
    for module in folder.modules:
        for step in module.steps:
            for page in step.pages.values() if step.kind == ActivityKind.CHECK else ():
                yield from _explanations(page)
                yield from _guesses(page, _key(step))


def _explanations(page: Page) -> Iterator[Finding]:
    for passage in page.passages:
        explains = passage.path[0] == "question" and passage.path[-1] == "why"
        if explains and words_in(passage.text) < ENOUGH_WORDS:
            sentence = f"“{passage.text.strip()}” explains nothing: say why it fits or does not"
            yield Finding(page.file, passage.line, Code.EXPLANATION, sentence)


def _guesses(page: Page, key: dict[str, str]) -> Iterator[Finding]:
    """What gives the right answer away: always in one place, or longer than the others."""
    places: Counter[int] = Counter()
    longest = 0
    questions = _questions(page)
    for number, (name, choices) in questions.items():
        right = next((c for c in choices if c[0] == key.get(name)), None)
        if right is None:
            continue
        places[choices.index(right)] += 1
        others = [len(passage.text) for choice, passage in choices if choice != right[0]]
        longest += len(right[1].text) > max(others, default=0)
        if len(right[1].text) > CLEARLY * max(others, default=0) + ENOUGH_LETTERS:
            sentence = f"question {number + 1}: the right choice is clearly the longest"
            yield Finding(page.file, right[1].line, Code.ANSWER_LENGTH, sentence, remark=True)
    if len(questions) < ENOUGH_QUESTIONS:
        return
    place, times = places.most_common(1)[0] if places else (0, 0)
    if times > SHARE * len(questions):
        sentence = f"{times} right choices of {len(questions)} stand in place {place + 1}"
        yield Finding(page.file, 1, Code.ANSWER_PLACE, sentence, remark=True)
    if longest > SHARE * len(questions):
        sentence = f"{longest} right choices of {len(questions)} are the longest"
        yield Finding(page.file, 1, Code.ANSWER_LENGTH, sentence, remark=True)


def _questions(page: Page) -> dict[int, tuple[str, list[tuple[str, Passage]]]]:
    """Name and choices (their name, their text) of each question, by its number."""
    found: dict[int, tuple[str, list[tuple[str, Passage]]]] = {}
    for passage in page.passages:
        match passage.path:
            case ("question", int(number), "choice", int(choice), "text"):
                question = page.front.value["question"][number]
                name = str(question["choice"][choice].get("id"))
                found.setdefault(number, (str(question.get("id")), []))[1].append((name, passage))
    return found


def _key(step: Step) -> dict[str, Any]:
    key = step.place.value.get("key")
    return key if isinstance(key, dict) else {}
