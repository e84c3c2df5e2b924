"""The linter of a curriculum: what a reader would stumble over, though it could be published."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from lms.catalogue.rules.curriculum import CurriculumFaulty, read_curriculum
from lms.catalogue.rules.lint.easy import easy_findings
from lms.catalogue.rules.lint.findings import Code, Finding
from lms.catalogue.rules.lint.folder import Folder
from lms.catalogue.rules.lint.gender import gender_findings
from lms.catalogue.rules.lint.lengths import length_findings
from lms.catalogue.rules.lint.marks import mark_findings
from lms.catalogue.rules.lint.media import media_findings
from lms.catalogue.rules.lint.parity import parity_findings
from lms.catalogue.rules.lint.questions import question_findings
from lms.catalogue.rules.lint.repeats import repeat_findings
from lms.catalogue.rules.lint.sentences import sentence_findings
from lms.catalogue.rules.lint.standard import standard_findings
from lms.catalogue.rules.lint.words import word_findings
from lms.catalogue.rules.media.reading import Media

RULES: tuple[Callable[[Folder], Iterator[Finding]], ...] = (
    length_findings,
    parity_findings,
    mark_findings,
    word_findings,
    gender_findings,
    sentence_findings,
    easy_findings,
    question_findings,
    repeat_findings,
)


def lint(files: Mapping[str, str], media: Media | None = None) -> tuple[Finding, ...]:
    """Everything that can be said about these files (path inside the folder → text), sorted.

    `media`: what is known of the files that are no texts, by their path.
    """
    folder = Folder.of(files)
    found = {finding for rule in RULES for finding in rule(folder)}
    found.update(standard_findings(files), media_findings(files, media or {}))
    return tuple(sorted({*found, *_faults(files, media)}))


def _faults(files: Mapping[str, str], media: Media | None) -> Iterator[Finding]:
    """What refuses publication altogether."""
    try:
        read_curriculum(files, media)
    except CurriculumFaulty as faulty:
        for fault in faulty.faults:
            yield Finding(fault.file, fault.line, Code.FAULT, fault.sentence)
