"""Easy-to-read texts: short paragraphs, no more words than the ordinary text, no half of a set."""

from __future__ import annotations

from collections.abc import Iterator

from lms.catalogue.rules.lint.findings import Code, Finding
from lms.catalogue.rules.lint.folder import Folder, Module
from lms.catalogue.rules.lint.pages import EASY, Page, Passage
from lms.catalogue.rules.lint.spans import sentences

MOST_SENTENCES = 4
"""Of one paragraph, list item or cell."""


def easy_findings(folder: Folder) -> Iterator[Finding]:
    """What the shape of an easy-to-read text tells; short sentences are the rule `sentence`."""
    ordinary = {(page.name, page.locale): page for page in folder.pages}
    for page in folder.pages:
        if page.name.endswith(EASY):
            for passage in page.passages:
                yield from _passage(passage)
            yield from _length(page, ordinary.get((page.name.removesuffix(EASY), page.locale)))
    for module in folder.modules:
        yield from _whole(module)


def _passage(passage: Passage) -> Iterator[Finding]:
    for block in passage.blocks:
        count = sum(1 for _each in sentences(block.text))
        if count > MOST_SENTENCES:
            words = f"{count} sentences in one paragraph, at most {MOST_SENTENCES} fit"
            yield Finding(passage.file, block.line, Code.EASY, words)
        if ";" in block.text:
            yield Finding(passage.file, block.line, Code.EASY, "a semicolon: write two sentences")


def _length(page: Page, ordinary: Page | None) -> Iterator[Finding]:
    if ordinary is None:
        yield Finding(page.file, 1, Code.EASY, "there is no ordinary text beside this one")
    elif page.words > ordinary.words:
        words = f"{page.words} words, the ordinary text has {ordinary.words}"
        yield Finding(page.file, 1, Code.EASY, words)


def _whole(module: Module) -> Iterator[Finding]:
    """A remark on a module whose reader would change from one kind of text to the other."""
    easy = sum(name.endswith(EASY) for name in module.texts)
    if 0 < easy < len(module.steps):
        words = f"{easy} of {len(module.steps)} activities have an easy-to-read text"
        yield Finding(module.sheet.file, 1, Code.EASY, words, remark=True)
