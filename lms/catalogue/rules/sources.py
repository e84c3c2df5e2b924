"""What curriculum files say once they were read: sources of a version, not yet published."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from lms.catalogue.models import ActivityKind, MediaFacts
from lms.catalogue.rules.checks.keys import Key
from lms.requirements.models import (
    AllOf,
    CheckPassed,
    GroupShare,
    Ledger,
    MinutesOf,
    ModuleComplete,
    RuleSet,
)

Words = dict[str, str]


@dataclass(frozen=True, slots=True)
class TitledText:
    """A text beside the steps of a module."""

    title: str
    markdown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivitySource:
    """A step: `bodies` by language, `key` the expected choice of each question of a check."""

    slug: str
    kind: ActivityKind
    minutes: int
    title: Words
    sheet: dict[str, Any]
    bodies: dict[str, dict[str, Any]]
    key: dict[str, Key]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleSource:
    """A module and its steps in order."""

    slug: str
    title: Words
    sheet: dict[str, Any]
    reviewed_on: date
    activities: tuple[ActivitySource, ...]
    texts: dict[str, dict[str, TitledText]]
    """By kind, then by language."""

    @property
    def has_check(self) -> bool:
        return any(step.kind is ActivityKind.CHECK for step in self.activities)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeSource:
    """A programme, its modules in order and the numbers of its rules."""

    slug: str
    title: Words
    sheet: dict[str, Any]
    check_percent: int
    without_threshold: tuple[str, ...]
    """Modules whose check nobody must pass: taking it completes the step."""
    supervision_minutes: int
    """0 where the programme asks for none."""
    unanswered_counts: bool
    modules: tuple[ModuleSource, ...]
    group_percent: int = 0
    """The share of planned group sessions to sign; 0 where the programme asks for none."""

    def rule_set(self, label: str) -> RuleSet:
        """All modules, checks at the threshold but for the named ones, signed supervision."""
        whole = [ModuleComplete(module.slug) for module in self.modules]
        judged = [m for m in self.modules if m.has_check and m.slug not in self.without_threshold]
        checks = [CheckPassed(module.slug, self.check_percent) for module in judged]
        asked = self.supervision_minutes
        counts = self.unanswered_counts
        hours = [MinutesOf(Ledger.SUPERVISION, asked, counts)] if asked else []
        group = [GroupShare(self.group_percent)] if self.group_percent else []
        return RuleSet(label, AllOf((*whole, *checks, *hours, *group)))


@dataclass(frozen=True, slots=True)
class CurriculumSource:
    """A folder that was read without a fault."""

    domains: list[dict[str, Any]]
    programmes: tuple[ProgrammeSource, ...]
    files: Mapping[str, str]
    media: Mapping[str, MediaFacts] = field(default_factory=dict)
    """What is known of the files that are no texts, by their path."""

    def media_of(self, programme: ProgrammeSource) -> dict[str, MediaFacts]:
        """The media of this programme's modules, by their path."""
        folders = tuple(f"modules/{module.slug}/" for module in programme.modules)
        return {path: facts for path, facts in self.media.items() if path.startswith(folders)}

    def files_of(self, programme: ProgrammeSource) -> dict[str, str]:
        """The files that this programme needs to be read again alone."""
        modules = [module.slug for module in programme.modules]
        return files_of_programme(self.files, programme.slug, modules)

    @property
    def framework_digest(self) -> str:
        """SHA-256 of the competence framework."""
        return _digest({"domains": self.domains})

    def digest_of(self, programme: ProgrammeSource) -> str:
        """SHA-256 of all that a version would freeze, its framework included."""
        frozen = asdict(programme)
        if not programme.group_percent:
            # As it was before there was such a rule: nothing is published anew for it.
            del frozen["group_percent"]
        return _digest({"framework": self.framework_digest, "programme": frozen})


def files_of_programme(
    files: Mapping[str, str], slug: str, modules: Collection[str]
) -> dict[str, str]:
    """Of a folder's files, those of one programme: its sheet, its modules, what all share."""
    folders = (f"programmes/{slug}/", *(f"modules/{module}/" for module in modules))
    return {
        path: text for path, text in files.items() if "/" not in path or path.startswith(folders)
    }


def _digest(content: Mapping[str, Any]) -> str:
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return sha256(written.encode()).hexdigest()
