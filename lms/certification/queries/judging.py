"""An enrolment judged today: its facts, gathered from the rooms that own them, and the proof."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from sqlalchemy.orm import Session

from lms.attendance.queries.share import half_days_for
from lms.attendance.rules.share import group_attendance, group_minutes
from lms.catalogue.queries import VersionOutline, outline
from lms.learning.queries import progress_of
from lms.learning.rules import Progress, exemption_facts, learning_facts
from lms.requirements.models import (
    CheckResult,
    Facts,
    LedgerMinutes,
    ModuleProgress,
    Proof,
)
from lms.requirements.rules import evaluate
from lms.supervision.queries import supervision_minutes


class Enrolled(Protocol):
    """Who trains where, on which version: an enrolment, or a row that says so."""

    @property
    def person_id(self) -> int: ...
    @property
    def organisation_id(self) -> int: ...
    @property
    def version_id(self) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A proof, and what it was judged on."""

    version: VersionOutline
    modules: tuple[ModuleProgress, ...]
    checks: tuple[CheckResult, ...]
    training: LedgerMinutes
    supervision: LedgerMinutes
    progress: Progress
    proof: Proof

    @property
    def step_days(self) -> tuple[date, ...]:
        """The days on which steps were completed."""
        return tuple(self.progress.done.values())

    @property
    def steps_done(self) -> int:
        return sum(module.steps_done for module in self.modules)

    @property
    def steps(self) -> int:
        return len(self.version.activities)

    @property
    def names(self) -> dict[str, str]:
        """Who gave each exemption, by its public id."""
        given = self.progress.exempted.values()
        return {one.public_id: one.by for one in given if one.by}

    def titles(self, locale: str) -> dict[str, str]:
        """The modules' titles by slug, in one language."""
        return {module.slug: module.title[locale] for module in self.version.modules}


def proof_of(session: Session, enrolment: Enrolled, *, now: datetime) -> Proof:
    """What the enrolment's requirements say today."""
    return judgement_of(session, enrolment, now=now).proof


def judgement_of(
    session: Session, enrolment: Enrolled, *, now: datetime, until: date | None = None
) -> Judgement:
    """The proof of an enrolment from its facts: the person's steps and checks, and supervision
    under the agreements of the enrolment's organisation.

    `until` is the day on which the training ended there: what the person does later, elsewhere,
    is no longer this organisation's.
    """
    version = outline(session, enrolment.version_id)
    progress = progress_of(
        session,
        enrolment.person_id,
        version,
        organisation_id=enrolment.organisation_id,
        until=until or date.max,
    )
    modules, checks, training = learning_facts(progress, version)
    supervision = supervision_minutes(
        session, enrolment.person_id, enrolment.organisation_id, now=now
    )
    exempted = exemption_facts(progress, version)
    facts = Facts(modules, checks, (training, supervision), exempted)
    if version.asks_for_group:
        facts = _with_group(session, enrolment, facts, now=now, until=until)
    return Judgement(
        version=version,
        modules=modules,
        checks=checks,
        training=training,
        supervision=supervision,
        progress=progress,
        proof=evaluate(version.rule_set, facts),
    )


def _with_group(
    session: Session, enrolment: Enrolled, facts: Facts, *, now: datetime, until: date | None
) -> Facts:
    """The facts, and those of group sessions: only where a rule looks at them."""
    halves = half_days_for(
        session,
        enrolment.person_id,
        enrolment.organisation_id,
        enrolment.version_id,
        now=now,
        until=until,
    )
    return replace(
        facts, minutes=(*facts.minutes, group_minutes(halves)), group=group_attendance(halves)
    )
