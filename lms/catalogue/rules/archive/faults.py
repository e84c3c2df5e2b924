"""Why an archive was refused: one sentence for each file, with its line where there is one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lms.kernel.text import Text

LONGEST_SHOWN = 80
MOST_TOLD = 50
"""A reader of a report wants the first ones; a hostile archive could name thousands."""


@dataclass(frozen=True, slots=True)
class ArchiveFault:
    """What is wrong; no file where it is about the archive, line 0 where it is about a file."""

    file: str
    line: int
    sentence: Text

    @property
    def place(self) -> str:
        """The file and its line, fit to be shown."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}" if self.file else str(self.sentence)


class ArchiveRefused(Exception):
    """Nothing was taken of an archive; `faults` says why."""

    def __init__(self, faults: Iterable[ArchiveFault]) -> None:
        self.faults = tuple(faults)[:MOST_TOLD]
        super().__init__("\n".join(map(str, self.faults)))


def fault(name: str, sentence: Text, line: int = 0) -> ArchiveFault:
    """A fault of a file, whose name may be anything."""
    return ArchiveFault(shown(name), line, sentence)


def refused(sentence: Text, name: str = "") -> ArchiveRefused:
    """A refusal for one reason."""
    return ArchiveRefused([fault(name, sentence)])


def shown(name: str) -> str:
    """The beginning of a name, printable everywhere."""
    words = "".join(sign if sign.isprintable() else "�" for sign in name)
    return words if len(words) <= LONGEST_SHOWN else words[: LONGEST_SHOWN - 1] + "…"
