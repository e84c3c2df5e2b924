"""What the linter says about a curriculum, and where."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something to mend in a file; a remark is only to be looked at, and refuses nothing."""

    file: str
    line: int
    code: str
    sentence: str
    remark: bool = False

    def __str__(self) -> str:
        weight = "remark, " if self.remark else ""
        return f"{self.file}:{self.line}: {weight}{self.code}: {self.sentence}"
