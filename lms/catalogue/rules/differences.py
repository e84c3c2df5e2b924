"""What differs between two sets of curriculum files: by file, by passage, word by word.

The time that it takes is bounded: texts that have too little in common, or are too long to be
compared word by word, are shown whole, before and after.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

MOST_MEETINGS = 60_000
"""How often the same word stands on both sides, of a whole file: what comparing costs."""
MOST_OF_A_PASSAGE = 15_000
PLAIN = 8
"""Words that stay the same are shown up to this many on each side of what differs."""
WORD = re.compile(r"\w+\s*|[^\s\w]\s*|\s+")
TOO_DIFFERENT = 0.3


class Change(StrEnum):
    """What became of a file or of some words."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a passage that stayed, went or came."""

    change: Change
    words: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or a line of a sheet, that differs; `line` is where it stands now (or stood)."""

    line: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that differs."""

    path: str
    change: Change


def changed_files(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[FileChange, ...]:
    """The files that differ, in the order of their paths."""
    return tuple(
        FileChange(path, _fate(path in old, path in new))
        for path in sorted({*old, *new})
        if old.get(path) != new.get(path)
    )


def differences(path: str, old: str, new: str) -> tuple[Passage, ...]:
    """The passages of a file that differ, in order."""
    divide = _lines if path.endswith(".toml") else _paragraphs
    return tuple(_Comparison().passages(list(divide(old)), list(divide(new))))


def _fate(before: bool, after: bool) -> Change:
    if before and after:
        return Change.CHANGED
    return Change.NEW if after else Change.GONE


Part = tuple[int, str]


def _lines(text: str) -> Iterator[Part]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line.strip()


def _paragraphs(text: str) -> Iterator[Part]:
    """Blocks between blank lines; front matter line by line."""
    begun, block = 0, list[str]()
    front = text.startswith("+++\n")
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if block and (not line.strip() or front):
            yield begun, "\n".join(block)
            block = []
        if front and number > 1 and line == "+++":
            front = False
        elif line.strip() and line != "+++":
            begun = number if not block else begun
            block.append(line.strip())


class _Comparison:
    """One file, compared while it does not cost too much."""

    def __init__(self) -> None:
        self.left = MOST_MEETINGS

    def passages(self, old: list[Part], new: list[Part]) -> Iterator[Passage]:
        begin, end = _alike_around([p[1] for p in old], [p[1] for p in new])
        old, new = old[begin : len(old) - end], new[begin : len(new) - end]
        before, after = [part[1] for part in old], [part[1] for part in new]
        if not self._affords(before, after, MOST_MEETINGS):
            yield from _whole(old, new)
            return
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        for kind, i, j, k, m in matcher.get_opcodes():
            if kind != "equal":
                yield from self._paired(old[i:j], new[k:m])

    def _paired(self, old: Sequence[Part], new: Sequence[Part]) -> Iterator[Passage]:
        """Passages in the place of others: compared two by two, the rest whole."""
        for (line, now), (_line, then) in zip(new, old, strict=False):
            yield Passage(line, self._worded(then, now))
        both = min(len(old), len(new))
        yield from _whole(old[both:], new[both:])

    def _worded(self, then: str, now: str) -> tuple[Piece, ...]:
        whole = (Piece(Change.GONE, then), Piece(Change.NEW, now))
        old, new = WORD.findall(then), WORD.findall(now)
        if not self._affords(old, new, MOST_OF_A_PASSAGE):
            return whole
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        if matcher.ratio() < TOO_DIFFERENT:
            return whole
        return tuple(_shortened(list(_pieces(matcher, old, new))))

    def _affords(self, old: Sequence[str], new: Sequence[str], most: int) -> bool:
        there, here = Counter(old), Counter(new)
        cost = sum(count * here[word] for word, count in there.items())
        if cost > min(most, self.left):
            return False
        self.left -= cost
        return True


def _alike_around(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many parts are the same at the beginning, and at the end."""
    most = min(len(old), len(new))
    begin = next((n for n in range(most) if old[n] != new[n]), most)
    end = next((n for n in range(most - begin) if old[-1 - n] != new[-1 - n]), most - begin)
    return begin, end


def _whole(old: Sequence[Part], new: Sequence[Part]) -> Iterator[Passage]:
    for line, words in old:
        yield Passage(line, (Piece(Change.GONE, words),))
    for line, words in new:
        yield Passage(line, (Piece(Change.NEW, words),))


def _pieces(matcher: SequenceMatcher[str], old: list[str], new: list[str]) -> Iterator[Piece]:
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            yield Piece(Change.SAME, "".join(old[i:j]))
            continue
        if j > i:
            yield Piece(Change.GONE, "".join(old[i:j]))
        if m > k:
            yield Piece(Change.NEW, "".join(new[k:m]))


def _shortened(pieces: list[Piece]) -> Iterator[Piece]:
    """Long stretches that stayed are cut in their middle, or at the ends."""
    for number, piece in enumerate(pieces):
        words = piece.words.split(" ")
        if piece.change is not Change.SAME or len(words) <= 2 * PLAIN + 2:
            yield piece
            continue
        head = " ".join(words[:PLAIN]) + " " if number else ""
        tail = " " + " ".join(words[-PLAIN:]) if number < len(pieces) - 1 else ""
        yield Piece(Change.SAME, f"{head}…{tail}")
