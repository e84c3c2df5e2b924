"""The same text twice."""

from __future__ import annotations

from collections.abc import Iterator

from lms.catalogue.rules.lint.blocks import words_in
from lms.catalogue.rules.lint.findings import Code, Finding
from lms.catalogue.rules.lint.folder import Folder
from lms.catalogue.rules.lint.pages import Passage
from lms.catalogue.rules.lint.spans import evened

LONG_ENOUGH = 20
"""Shorter texts, such as “Invented situation. You can stop at any time.”, may come back."""
QUESTION, CHOICE = 3, 5
"""How long the path of a question's text is, and that of one of its choices."""


def repeat_findings(folder: Folder) -> Iterator[Finding]:
    """Blocks that stand twice in one language; questions, and choices of one, that are alike."""
    seen: dict[tuple[object, ...], tuple[str, int]] = {}
    for passage in folder.passages:
        for block in passage.blocks:
            words = evened(block.text).casefold()
            key = _place(passage, words_in(words))
            if key is None:
                continue
            first = seen.setdefault((passage.locale, *key, words), (passage.file, block.line))
            if first != (passage.file, block.line):
                sentence = f"the same text as {first[0]}:{first[1]}"
                yield Finding(passage.file, block.line, Code.TWICE, sentence)


def _place(passage: Passage, words: int) -> tuple[object, ...] | None:
    """Within what a text may stand only once; None where it may come back."""
    if words >= LONG_ENOUGH:
        return ()
    if passage.path[-1] == "text" and len(passage.path) in (QUESTION, CHOICE):
        return (passage.file, *passage.path[:-2])
    return None
