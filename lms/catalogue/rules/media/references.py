"""Where texts show media, line by line, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lms.catalogue.models import MediaFacts, MediaKind
from lms.catalogue.rules.media.facts import (
    FOLDER,
    MediaItem,
)

CODE = re.compile(r"`[^`]*`")
TARGET = r"\((?P<target>[^()\s]*)(?:\s+\"(?P<title>[^\"]*)\")?\s*\)"
IMAGE = re.compile(rf"!\[(?P<words>[^\]]*)\]{TARGET}")
LINK = re.compile(rf"(?<!!)\[(?P<words>[^\]]*)\]\((?P<target>{FOLDER}/[^()\s]*)[^()]*\)")
DECORATIVE = frozenset({"décoratif", "décorative", "decorative"})
"""The title of a picture that says nothing: a reader of screens passes over it."""
LOCALE = re.compile(r"\.(\w\w)(?:-easy)?\.md$")


@dataclass(frozen=True, slots=True)
class Reference:
    """A picture, or a link to a file of the module; `alone` when it has its line for itself."""

    line: int
    image: bool
    words: str
    target: str
    title: str
    alone: bool

    @property
    def name(self) -> str:
        return self.target.removeprefix(f"{FOLDER}/")

    @property
    def decorative(self) -> bool:
        return not self.words and self.title.casefold() in DECORATIVE


def references_in(text: str) -> Iterator[Reference]:
    """Every picture, and every link into the folder of media."""
    for number, line in enumerate(text.splitlines(), 1):
        bare = CODE.sub("", line)
        for pattern in (IMAGE, LINK) if "](" in bare else ():
            for found in pattern.finditer(bare):
                yield Reference(
                    number,
                    pattern is IMAGE,
                    found["words"].strip(),
                    found["target"],
                    (found.groupdict().get("title") or "").strip(),
                    bare.strip() == found[0],
                )


def faults_of(file: str, text: str, items: Mapping[str, MediaItem]) -> Iterator[tuple[int, str]]:
    """What would keep a reader from a picture, a sound or a file: line and sentence."""
    locale = LOCALE.search(file)
    for reference in references_in(text):
        item = items.get(reference.name)
        if not reference.target.startswith(f"{FOLDER}/"):
            yield reference.line, f"“{reference.target}”: pictures stand in the folder {FOLDER}/"
        elif item is None:
            yield reference.line, f"the file {reference.target} is missing"
        else:
            sentence = _misused(reference, item.facts) or _unread(item, locale[1] if locale else "")
            if sentence:
                yield reference.line, sentence
        if reference.image and (sentence := _undescribed(reference)):
            yield reference.line, sentence


def _misused(reference: Reference, facts: MediaFacts) -> str:
    shown = facts.kind is MediaKind.IMAGE
    if reference.image and not shown:
        return f"{reference.target} is no picture: write [its title]({reference.target})"
    if shown and not reference.image:
        return f"{reference.target} is a picture: write ![what it shows]({reference.target})"
    if not reference.image and not reference.alone:
        return f"{reference.target}: give it a line of its own"
    if not reference.image and not reference.words:
        return f"{reference.target}: give it a title"
    return ""


def _unread(item: MediaItem, locale: str) -> str:
    """Sound is also there to be read, and film has captions, in the language of the text."""
    if not locale:
        return ""
    if item.facts.kind is MediaKind.AUDIO and locale not in item.transcripts:
        return f"its transcript {FOLDER}/{item.name}.{locale}.md is missing"
    if item.facts.kind is MediaKind.VIDEO and locale not in item.captions:
        return f"its captions {FOLDER}/{item.name}.{locale}.vtt are missing"
    return ""


def _undescribed(reference: Reference) -> str:
    if reference.decorative:
        return ""
    if not reference.words:
        return 'a picture without alternative text: say what it shows, or write "décoratif"'
    if reference.title:
        return "a picture has either an alternative text, or the mark of a decorative one"
    return ""
