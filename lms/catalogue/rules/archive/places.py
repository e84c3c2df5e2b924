"""Which files a curriculum has, by their path: nothing else comes out of an archive."""

from __future__ import annotations

import re
from collections.abc import Collection

from lms.catalogue.rules.media.facts import is_sidecar

LICENCE = "LICENSE"
ROOMS = ("modules", "programmes")
LITTER = re.compile(r"(?:.*/)?(?:\.DS_Store|Thumbs\.db|desktop\.ini)|__MACOSX/.*")
"""What file managers add without being asked."""

SLUG = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
NAME = r"[A-Za-z0-9][A-Za-z0-9._-]*"
TEXTS = re.compile(
    rf"(?:{LICENCE}|framework\.toml|glossary\.toml|lint\.toml|README\.md"
    rf"|programmes/{SLUG}/programme\.toml"
    rf"|modules/{SLUG}/{NAME}\.(?:toml|md)"
    r")"
)


def is_text(path: str) -> bool:
    """Texts of the programme, and what is read in the place of a sound or a film."""
    return TEXTS.fullmatch(path) is not None or is_sidecar(path)


def is_litter(path: str) -> bool:
    return LITTER.fullmatch(path) is not None


def kind_of(path: str) -> str:
    """What a name says that a file is: the end of it."""
    return path.rpartition("/")[2].rpartition(".")[2].lower()


def folder_around(paths: Collection[str]) -> str:
    """The one folder in which somebody packed everything, with its slash; empty without one."""
    first = {path.split("/")[0] if "/" in path else "" for path in paths}
    only = next(iter(first)) if len(first) == 1 else ""
    return f"{only}/" if only and only not in ROOMS else ""
