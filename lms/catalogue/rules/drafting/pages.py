"""The pages of the studio as rules see them: what of the files each shows, and what it writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from lms.catalogue.rules.drafting.activities import pieces_of, put_together, with_activity
from lms.catalogue.rules.drafting.merging import Values
from lms.catalogue.rules.drafting.sheets import (
    glossary_values,
    module_values,
    programme_values,
    titled_values,
    write_glossary,
    write_module,
    write_programme,
    write_titled,
)
from lms.catalogue.rules.drafting.steps import step_values, write_step
from lms.catalogue.rules.drafting.structure import (
    Changes,
    Files,
    ModulePlan,
    StepPlan,
    module_path,
    sheet_of,
    step_path,
    text_path,
)
from lms.catalogue.rules.glossary import GLOSSARY
from lms.catalogue.rules.places import LANGUAGES


class Page(Protocol):
    """A page of the studio; `name` tells its autosaved text from those of others."""

    @property
    def name(self) -> str: ...

    def read(self, files: Files) -> Values: ...

    def write(self, files: Files, values: Values) -> Changes: ...

    def holds(self, path: str) -> bool:
        """Whether this page mends a fault of that file."""
        ...


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """The programme's sheet."""

    name: str = "programme"

    def read(self, files: Files) -> Values:
        return programme_values(files[sheet_of(files)])

    def write(self, files: Files, values: Values) -> Changes:
        path = sheet_of(files)
        return {path: write_programme(files[path], values)}

    def holds(self, path: str) -> bool:
        return path.startswith("programmes/")


@dataclass(frozen=True, slots=True)
class GlossaryPage:
    """The glossary of the programme."""

    name: str = "glossary"

    def read(self, files: Files) -> Values:
        return glossary_values(files.get(GLOSSARY, ""))

    def write(self, files: Files, values: Values) -> Changes:
        return {GLOSSARY: write_glossary(files.get(GLOSSARY, ""), values)}

    def holds(self, path: str) -> bool:
        return path == GLOSSARY


@dataclass(frozen=True, slots=True)
class ModulePage:
    """A module's sheet."""

    module: str

    @property
    def name(self) -> str:
        return f"module {self.module}"

    def read(self, files: Files) -> Values:
        return module_values(files[module_path(self.module)])

    def write(self, files: Files, values: Values) -> Changes:
        path = module_path(self.module)
        return {path: write_module(files[path], values)}

    def holds(self, path: str) -> bool:
        return path == module_path(self.module)


@dataclass(frozen=True, slots=True)
class TextPage:
    """A text beside the steps of a module."""

    module: str
    kind: str

    @property
    def name(self) -> str:
        return f"text {self.module} {self.kind}"

    def read(self, files: Files) -> Values:
        return titled_values(self._texts(files))

    def write(self, files: Files, values: Values) -> Changes:
        written = write_titled(self._texts(files), values)
        return {text_path(self.module, self.kind, loc): text for loc, text in written.items()}

    def holds(self, path: str) -> bool:
        return path.startswith(f"modules/{self.module}/{self.kind}.")

    def _texts(self, files: Files) -> Mapping[str, str]:
        paths = {loc: text_path(self.module, self.kind, loc) for loc in LANGUAGES}
        return {loc: files[path] for loc, path in paths.items() if path in files}


@dataclass(frozen=True, slots=True)
class StepPage:
    """An activity in both languages."""

    module: str
    slug: str
    step: StepPlan

    @property
    def name(self) -> str:
        return f"step {self.module} {self.slug}"

    def read(self, files: Files) -> Values:
        entry = self._now(files).entry
        return step_values(self.step.kind, entry, self._texts(files))

    def write(self, files: Files, values: Values) -> Changes:
        now = self._now(files)
        entries, texts = write_step(self.step.kind, now.entry, self._texts(files), values)
        head, pieces = pieces_of(files[module_path(self.module)])
        changed = [with_activity(p, entries) if p.slug == self.slug else p for p in pieces]
        return {
            module_path(self.module): put_together(head, changed),
            **{self._path(now.number, locale): text for locale, text in texts.items()},
        }

    def holds(self, path: str) -> bool:
        return path.startswith(f"modules/{self.module}/{self.step.number:02}-{self.slug}.")

    def _now(self, files: Files) -> StepPlan:
        """Where the activity stands by now: somebody may have moved it."""
        _head, pieces = pieces_of(files[module_path(self.module)])
        for number, piece in enumerate(pieces, 1):
            if piece.slug == self.slug:
                step = self.step
                return StepPlan(
                    step.slug, number, step.kind, step.title, 0, step.sensitive, piece.entry
                )
        return self.step

    def _texts(self, files: Files) -> Mapping[str, str]:
        number = self._now(files).number
        paths = {locale: self._path(number, locale) for locale in LANGUAGES}
        return {locale: files[path] for locale, path in paths.items() if path in files}

    def _path(self, number: int, locale: str) -> str:
        return step_path(self.module, number, self.slug, locale)


def step_page(module: ModulePlan, step: StepPlan) -> StepPage:
    """The page of one activity."""
    return StepPage(module.slug, step.slug, step)
