"""A curriculum folder as the linter sees it, even while it is being written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from unicodedata import normalize

from lms.catalogue.rules.lint.pages import Page, Passage, bilingual, pages_of, sheets_of
from lms.catalogue.rules.places import Place

SHEET = "module.toml"


@dataclass(frozen=True, slots=True)
class Step:
    """An activity of a module's sheet, with its page in each language."""

    place: Place
    slug: str
    kind: str
    pages: Mapping[str, Page]

    def whole(self, name: str) -> int:
        """A whole number of the sheet; 0 when there is none."""
        value = self.place.value.get(name)
        return value if type(value) is int else 0


@dataclass(frozen=True, slots=True)
class Module:
    """A module's folder."""

    slug: str
    sheet: Place
    steps: tuple[Step, ...]
    texts: Mapping[str, Mapping[str, Page]]
    """The other texts by name (`summary`, `session`…), then by language."""


@dataclass(frozen=True)
class Folder:
    """All the files of a curriculum, given as texts by path, accents written in one way."""

    files: Mapping[str, str]

    @classmethod
    def of(cls, files: Mapping[str, str]) -> Folder:
        return cls({file: normalize("NFC", text) for file, text in files.items()})

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        return pages_of(self.files)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every text that somebody will read, in the order of the files."""
        sheets = (
            passage
            for file, sheet in sheets_of(self.files)
            for passage in bilingual(sheet, self.files[file])
        )
        written = (passage for page in self.pages for passage in page.passages)
        return tuple(sorted((*sheets, *written), key=lambda p: (p.file, p.line)))

    @cached_property
    def modules(self) -> tuple[Module, ...]:
        """Every module's folder, whether a programme uses it or not."""
        sheets = ((file.split("/"), sheet) for file, sheet in sheets_of(self.files))
        return tuple(
            self._module(parts[1], sheet)
            for parts, sheet in sheets
            if len(parts) == 3 and parts[0] == "modules" and parts[2] == SHEET
        )

    def _module(self, slug: str, sheet: Place) -> Module:
        named: dict[str, dict[str, Page]] = {}
        for page in self.pages:
            if page.name.startswith(f"modules/{slug}/"):
                named.setdefault(page.name.rpartition("/")[2], {})[page.locale] = page
        entries = sheet.value.get("activity")
        count = len(entries) if isinstance(entries, list) else 0
        places = [sheet.at("activity").at(number) for number in range(count)]
        steps = tuple(
            _step(place, number, named)
            for number, place in enumerate(places, 1)
            if isinstance(place.value, dict)
        )
        return Module(slug, sheet, steps, named)


def _step(place: Place, number: int, named: dict[str, dict[str, Page]]) -> Step:
    slug = str(place.value.get("slug", ""))
    pages = named.pop(f"{number:02}-{slug}", {})
    return Step(place, slug, str(place.value.get("kind", "")), pages)
