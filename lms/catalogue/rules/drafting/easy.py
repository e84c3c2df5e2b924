"""The easy-to-read text of an activity as the fields of its page, and back into its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lms.catalogue.models import ActivityKind
from lms.catalogue.rules.drafting.merging import Values
from lms.catalogue.rules.drafting.steps import step_values, write_step
from lms.catalogue.rules.drafting.structure import (
    Changes,
    Files,
    ModulePlan,
    StepPlan,
    number_now,
    step_path,
)
from lms.catalogue.rules.easy import easy
from lms.catalogue.rules.places import LANGUAGES

ENDS = tuple(f"_{locale}" for locale in LANGUAGES)


def may_be_easy(kind: ActivityKind) -> bool:
    """Questions are asked in the same words of everybody: a check has no such text."""
    return kind is not ActivityKind.CHECK


@dataclass(frozen=True, slots=True)
class EasyPage:
    """The easy-to-read text of an activity in both languages; either may be without one."""

    module: str
    slug: str
    step: StepPlan

    @property
    def name(self) -> str:
        return f"easy {self.module} {self.slug}"

    def read(self, files: Files) -> Values:
        """The words of the easy text, with the choices of the ordinary one."""
        ordinary = step_values(self.step.kind, {}, self._ordinary(files))
        ids = {name: value for name, value in ordinary.items() if name.endswith("_id")}
        written = step_values(self.step.kind, {}, self._easy(files))
        words = {name: value for name, value in written.items() if _is_said(name)}
        return {**ids, **words}

    def write(self, files: Files, values: Values) -> Changes:
        _entries, texts = write_step(self.step.kind, {}, self._easy(files), values)
        return {
            self._path(files, locale): text if _says(values, locale) else None
            for locale, text in texts.items()
        }

    def holds(self, path: str) -> bool:
        begins = f"modules/{self.module}/{self.step.number:02}-{self.slug}."
        return path in {f"{begins}{easy(locale)}.md" for locale in LANGUAGES}

    def is_there(self, files: Files) -> bool:
        """Whether somebody wrote one, in either language."""
        return bool(self._easy(files))

    def _ordinary(self, files: Files) -> Mapping[str, str]:
        return self._texts(files, {locale: locale for locale in LANGUAGES})

    def _easy(self, files: Files) -> Mapping[str, str]:
        return self._texts(files, {locale: easy(locale) for locale in LANGUAGES})

    def _texts(self, files: Files, locales: Mapping[str, str]) -> dict[str, str]:
        number = number_now(files, self.module, self.step)
        paths = {
            language: step_path(self.module, number, self.slug, locale)
            for language, locale in locales.items()
        }
        return {language: files[path] for language, path in paths.items() if path in files}

    def _path(self, files: Files, language: str) -> str:
        number = number_now(files, self.module, self.step)
        return step_path(self.module, number, self.slug, easy(language))


def easy_page(module: ModulePlan, step: StepPlan) -> EasyPage:
    """The page of the easy-to-read text of one activity."""
    return EasyPage(module.slug, step.slug, step)


def _is_said(name: str) -> bool:
    return name.endswith(ENDS) and not name.startswith("sensitive_")


def _says(values: Values, locale: str) -> bool:
    """Whether anything is written in this language; a text without a word is none."""
    return any(value.strip() for name, value in values.items() if name.endswith(f"_{locale}"))
