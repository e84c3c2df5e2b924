"""All pages of a version in one language, with what it takes to find them."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lms.catalogue.models import ActivityKind, ModuleTextKind
from lms.catalogue.rules import said
from lms.catalogue.rules.easy import plain
from lms.catalogue.rules.media.references import references_in
from lms.catalogue.rules.outline import ActivityOutline, ModuleOutline, VersionOutline
from lms.catalogue.rules.search.plain import blocks_of
from lms.catalogue.rules.search.query import Query
from lms.catalogue.rules.search.words import EVERYWHERE, stem, words_of
from lms.catalogue.rules.sources import TitledText

IN_TITLE, IN_SUMMARY = 2.0, 0.5
"""What a word there weighs, where endless repetition in the text weighs 1."""
HALF = 3
"""This many times in the text weighs half of that."""

Bodies = Mapping[int, Mapping[str, Any]]
Beside = Mapping[tuple[int, ModuleTextKind], TitledText]


@dataclass(frozen=True, slots=True)
class Shelved:
    """A page: a module, a step of it, or a text beside its steps."""

    module: ModuleOutline
    title: str
    summary: str
    blocks: tuple[str, ...] = ()
    step: ActivityOutline | None = None
    beside: ModuleTextKind | None = None

    @property
    def shown(self) -> tuple[str, ...]:
        """What an excerpt may show: of a sensitive step nothing that its notice would hold back."""
        if self.step is not None and self.step.sheet.get("sensitive"):
            return (self.summary,)
        return tuple(filter(None, (*self.blocks, self.summary)))


@dataclass(frozen=True, slots=True)
class Found:
    """A page that has words of the query, how many of them, and how much it is about them."""

    page: Shelved
    matched: int
    score: float


@dataclass(frozen=True, slots=True)
class Library:
    """The pages of a version and, for each stem, the pages that have it with its weight there."""

    locale: str
    pages: tuple[Shelved, ...]
    weights: Mapping[str, Mapping[int, float]]

    def find(self, query: Query) -> list[Found]:
        """Every page with at least one of the words and with all phrases, in no order."""
        held = [(stem, self.weights.get(stem, {})) for stem in query.stems]
        matched: dict[int, int] = defaultdict(int)
        scores: dict[int, float] = defaultdict(float)
        for _stem, pages in held:
            rare = math.log(1 + len(self.pages) / (len(pages) or 1))
            for number, weight in pages.items():
                matched[number] += 1
                scores[number] += rare * weight
        return [
            Found(self.pages[number], matched[number], score)
            for number, score in scores.items()
            if all(_has(self.pages[number], phrase) for phrase in query.phrases)
        ]


def shelve(outline: VersionOutline, locale: str, bodies: Bodies, beside: Beside) -> Library:
    """The library of a version from its texts in one locale."""
    pages = tuple(_pages(outline, locale, bodies, beside))
    weights: dict[str, dict[int, float]] = defaultdict(dict)
    for number, page in enumerate(pages):
        for name, weight in _weighed(page, plain(locale)).items():
            weights[name][number] = weight
    return Library(locale, pages, dict(weights))


def _weighed(page: Shelved, locale: str) -> dict[str, float]:
    """Each stem of a page with its weight there."""
    text = Counter(name for block in page.blocks for name in _stems(block, locale))
    weights = {name: times / (times + HALF) for name, times in text.items()}
    for words, weight in ((page.title, IN_TITLE), (page.summary, IN_SUMMARY)):
        for name in set(_stems(words, locale)):
            weights[name] = weights.get(name, 0) + weight
    return weights


def _stems(text: str, locale: str) -> Iterator[str]:
    for word in words_of(text):
        if word.folded not in EVERYWHERE[locale]:
            yield stem(word.folded, locale)


def _pages(
    outline: VersionOutline, locale: str, bodies: Bodies, beside: Beside
) -> Iterator[Shelved]:
    for module in outline.modules:
        goal = _composed([said(module.sheet["goal"], locale)])
        summary = _one(said(module.sheet["summary"], locale))
        yield Shelved(module, _one(said(module.title, locale)), summary, goal)
        for kind in module.texts:
            text = beside.get((module.id, kind))
            if text is not None:
                blocks = _composed(blocks_of(text.markdown))
                yield Shelved(module, _one(text.title), "", blocks, beside=kind)
        for step in module.activities:
            yield _step(module, step, locale, bodies.get(step.id, {}))


def _step(
    module: ModuleOutline, step: ActivityOutline, locale: str, body: Mapping[str, Any]
) -> Shelved:
    title = _one(said(step.title, locale))
    if step.kind is ActivityKind.CHECK:
        # Its questions are for whoever takes it: only the title is looked through.
        return Shelved(module, title, "", step=step)
    texts = list(_texts(body))
    texts += _said(module, texts, locale)
    blocks = (block for text in texts for block in blocks_of(text))
    summary = _one(said(step.sheet["summary"], locale))
    return Shelved(module, title, summary, _composed(blocks), step=step)


def _said(module: ModuleOutline, texts: Iterable[str], locale: str) -> Iterator[str]:
    """The transcripts of what these texts let speak."""
    shown = {reference.name for text in texts for reference in references_in(text)}
    for item in module.media if shown else ():
        if item.name in shown:
            yield item.transcripts.get(locale, "")


def _texts(body: Mapping[str, Any]) -> Iterator[str]:
    """All that a step may show, in reading order."""
    yield body.get("markdown", "")
    yield from body.get("prompts", ())
    for turn in body.get("turns", ()):
        yield turn["prompt"]
        for choice in turn["choices"]:
            yield choice["text"]
            yield choice["feedback"]
    yield body.get("closing", "")


def _one(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _composed(blocks: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(_one, blocks))


def _has(page: Shelved, phrase: tuple[str, ...]) -> bool:
    return any(_follows(text, phrase) for text in (page.title, page.summary, *page.blocks))


def _follows(text: str, phrase: tuple[str, ...]) -> bool:
    """Whether these folded words stand in the text one after the other."""
    folded = [word.folded for word in words_of(text)]
    places = (n for n, word in enumerate(folded) if word == phrase[0])
    return any(tuple(folded[n : n + len(phrase)]) == phrase for n in places)
