"""Names of folders and files: from titles, and from one programme to another."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

import tomlkit
from tomlkit.exceptions import ParseError

from lms.catalogue.rules.places import LONGEST_SLUG
from lms.kernel.folding import fold
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _

OTHER_SIGNS = re.compile(r"[^a-z0-9]+")
LONGEST_NAME = 40
PROGRAMME = "programme.toml"
RESERVED = {"new"}
"""Addresses of the studio that no part may have for a name."""


def slug_of(title: str, taken: Collection[str] = (), fallback: str = "part") -> str:
    """ "Écouter l'autre" → "ecouter-l-autre", or the next free name of that kind."""
    words = OTHER_SIGNS.sub("-", fold(title)).strip("-")[:LONGEST_NAME].strip("-")
    begun = words if words[:1].isalpha() else f"{fallback}-{words}".strip("-")
    number, found = 1, begun
    while found in taken or found in RESERVED:
        number += 1
        found = f"{begun[: LONGEST_SLUG - 5]}-{number}"
    return found


def programme_in(files: Mapping[str, str]) -> str:
    """The name of the one programme in these files."""
    found = {path.split("/")[1] for path in files if _is_programme(path)}
    if len(found) != 1:
        raise RuleBroken("files", _("These files must hold exactly one programme."))
    return found.pop()


def renamed(files: Mapping[str, str], slug: str) -> dict[str, str]:
    """The same files, the programme under another name."""
    before = programme_in(files)
    if before == slug:
        return dict(files)
    begins = f"programmes/{before}/"
    moved = {
        f"programmes/{slug}/{path.removeprefix(begins)}" if path.startswith(begins) else path: text
        for path, text in files.items()
    }
    sheet = f"programmes/{slug}/{PROGRAMME}"
    try:
        document = tomlkit.parse(moved[sheet])
    except ParseError:
        raise RuleBroken("files", _("The sheet of the programme cannot be read.")) from None
    document["slug"] = slug
    return {**moved, sheet: tomlkit.dumps(document)}


def _is_programme(path: str) -> bool:
    parts = path.split("/")
    return len(parts) == 3 and parts[0] == "programmes" and parts[2] == PROGRAMME
