"""Languages at parity: the same paragraphs, headings, lists, tables and links, all translated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from lms.catalogue.rules.lint.blocks import Block, words_in
from lms.catalogue.rules.lint.findings import Code, Finding
from lms.catalogue.rules.lint.folder import Folder
from lms.catalogue.rules.lint.pages import Page, Passage
from lms.catalogue.rules.media.facts import is_sidecar

FROM, INTO = "fr", "en"
LEAST_RATIO, MOST_RATIO = 0.75, 1.3
"""English words to French words of one file; of one passage, within half as much again."""
SLACK = 0.15
ENOUGH_WORDS = 40
"""A ratio says nothing about shorter passages."""
OWN_WORDS = 6
"""From so many words on, the same words in two languages were forgotten by the translator."""
PLURALS = {
    "paragraph": "paragraphs",
    "item": "list items",
    "quote": "paragraphs of quotation",
    "row": "table rows",
    "cell": "table cells",
    "link": "links",
    "image": "images",
}


def parity_findings(folder: Folder) -> Iterator[Finding]:
    """Each English file beside its French one."""
    originals = {page.name: page for page in folder.pages if page.locale == FROM}
    translated = {page.name for page in folder.pages if page.locale == INTO}
    for page in folder.pages:
        if page.locale == INTO and page.name in originals:
            yield from _compare(originals[page.name], page)
        elif is_sidecar(page.file):
            # A voice speaks one language; its transcript need not be there in the other.
            continue
        elif page.locale == INTO or page.name not in translated:
            other = FROM if page.locale == INTO else INTO
            yield Finding(page.file, 1, Code.PARITY, f"the same text in “{other}” is missing")
    yield from _same_words(folder.passages)


def _compare(original: Page, page: Page) -> Iterator[Finding]:
    yield from _ratio(page.file, 1, original.words, page.words, 0)
    passages = {passage.path: passage for passage in page.passages}
    for passage in original.passages:
        beside = passages.pop(passage.path, None)
        if beside:
            yield from _beside(passage, beside)
        else:
            sentence = f"{_named(passage)} of line {passage.line} has no English text"
            yield Finding(original.file, passage.line, Code.PARITY, sentence)
    for passage in passages.values():
        yield Finding(page.file, passage.line, Code.PARITY, f"{_named(passage)} is not in French")


def _beside(passage: Passage, beside: Passage) -> Iterator[Finding]:
    wanted, found = _shape(passage.blocks), _shape(beside.blocks)
    differing = [kind for kind in (*wanted, *found) if wanted[kind] != found[kind]]
    for kind in dict.fromkeys(differing):
        sentence = f"{_counted(found[kind], kind)}, {wanted[kind]} in French (line {passage.line})"
        yield Finding(beside.file, beside.line, Code.PARITY, f"{_named(beside)}: {sentence}")
    if passage.words >= ENOUGH_WORDS and not differing and len(wanted):
        yield from _ratio(beside.file, beside.line, passage.words, beside.words, SLACK)


def _ratio(file: str, line: int, original: int, words: int, slack: float) -> Iterator[Finding]:
    if original and not LEAST_RATIO - slack <= words / original <= MOST_RATIO + slack:
        sentence = f"{words} English words for {original} French ones"
        yield Finding(file, line, Code.RATIO, sentence)


def _shape(blocks: Sequence[Block]) -> Counter[str]:
    kinds = (f"heading {block.level}" if block.level else block.kind for block in blocks)
    links = sum(len(block.links) for block in blocks)
    images = sum(len(block.images) for block in blocks)
    return Counter(kinds) + Counter(link=links, image=images)


def _counted(count: int, kind: str) -> str:
    if kind.startswith("heading"):
        return f"{count} headings of level {kind[-1]}"
    return f"{count} {PLURALS.get(kind, kind)}"


def _named(passage: Passage) -> str:
    """“question 3, choice 2, why”, or “body”."""
    parts: list[str] = []
    for part in passage.path:
        if isinstance(part, int):
            parts[-1] += f" {part + 1}"
        else:
            parts.append(part)
    return ", ".join(parts)


def _same_words(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Blocks of an English text that are word for word those of the French one beside it."""
    french = {
        (_key(passage), block.text)
        for passage in passages
        if passage.locale == FROM
        for block in passage.blocks
    }
    for passage in passages:
        for block in passage.blocks if passage.locale == INTO else ():
            if words_in(block.text) >= OWN_WORDS and (_key(passage), block.text) in french:
                yield Finding(
                    passage.file, block.line, Code.UNTRANSLATED, "the same words in French"
                )


def _key(passage: Passage) -> tuple[object, ...]:
    name, _dot, _locale = passage.file.removesuffix(".md").rpartition(".")
    return (name, passage.easy, *passage.path)
