"""Lengths: activities, words and questions of a module, minutes to read, other texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from lms.catalogue.models import ActivityKind, ModuleTextKind
from lms.catalogue.rules.lint.findings import Code, Finding
from lms.catalogue.rules.lint.folder import Folder, Module, Step
from lms.catalogue.rules.lint.standard import Standard, standard_of

WORDS_A_MINUTE = 100
FASTEST, SLOWEST = 120, 80
"""How far the declared minutes may stand from the measure."""
SUMMARY_WORDS = (200, 450)
SESSION_WORDS = (500, 1500)


def length_findings(folder: Folder) -> Iterator[Finding]:
    """Everything about lengths, module by module."""
    for module in folder.modules:
        standard = standard_of(folder.files, module.slug)
        yield from _module(module, standard)
        yield from _parts(module, standard.parts)
        for step in module.steps:
            yield from _minutes(step)
            yield from _questions(step, standard)
        yield from _sheets(module)


def _module(module: Module, standard: Standard) -> Iterator[Finding]:
    count = len(module.steps)
    if misfit := _outside(count, standard.least_activities, standard.most_activities):
        yield _at(module, Code.ACTIVITIES, f"{count} activities, {misfit}")
    words = sum(step.pages["fr"].words for step in module.steps if "fr" in step.pages)
    if misfit := _outside(words, standard.least_words, 0):
        yield _at(module, Code.WORDS, f"{words} French words in the activities, {misfit}")


def _parts(module: Module, asked: Sequence[str]) -> Iterator[Finding]:
    """Kinds of activities, and texts beside them, that the standard names."""
    found = Counter([*(step.kind for step in module.steps), *module.texts])
    for part, least in Counter(asked).items():
        if found[part] < least:
            yield _at(module, Code.PARTS, f"{found[part]} “{part}”, at least {least} asked")
    if ModuleTextKind.SESSION in module.texts and "session" not in module.sheet.value:
        yield _at(module, Code.PARTS, "a session plan, but no planned length ([session] minutes)")


def _minutes(step: Step) -> Iterator[Finding]:
    declared = step.whole("reading_minutes")
    words = step.pages["fr"].words if "fr" in step.pages else 0
    least, most = -(-words // FASTEST), -(-words // SLOWEST)
    if declared and words and not least <= declared <= most:
        place = step.place.at("reading_minutes")
        about = -(-words // WORDS_A_MINUTE)
        sentence = f"{step.slug}: {declared} min for {words} French words, about {about} min fit"
        yield Finding(place.file, place.line, Code.MINUTES, sentence)


def _questions(step: Step, standard: Standard) -> Iterator[Finding]:
    if step.kind != ActivityKind.CHECK:
        return
    for page in step.pages.values():
        questions = page.front.value.get("question")
        count = len(questions) if isinstance(questions, list) else 0
        if misfit := _outside(count, standard.least_questions, standard.most_questions):
            yield Finding(page.file, 1, Code.QUESTIONS, f"{count} questions, {misfit}")


def _sheets(module: Module) -> Iterator[Finding]:
    bounds: Mapping[str, tuple[int, int]] = {
        ModuleTextKind.SUMMARY: SUMMARY_WORDS,
        ModuleTextKind.SESSION: SESSION_WORDS,
    }
    for name, (least, most) in bounds.items():
        for page in module.texts.get(name, {}).values():
            if misfit := _outside(page.words, least, most):
                remark = name != ModuleTextKind.SUMMARY
                yield Finding(page.file, 1, Code(name), f"{page.words} words, {misfit}", remark)


def _outside(value: int, least: int, most: int) -> str:
    """What bound is not kept; a bound of 0 asks nothing."""
    if least and value < least:
        return f"at least {least} asked"
    return f"at most {most} asked" if most and value > most else ""


def _at(module: Module, code: Code, sentence: str) -> Finding:
    return Finding(module.sheet.file, 1, code, sentence)
