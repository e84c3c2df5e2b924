"""What a move to a newer version would keep of a training, and what it would bring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalogue.models import ActivityKind, ProgrammeVersion
from lms.catalogue.queries import outline
from lms.catalogue.queries.prints import prints_of
from lms.catalogue.rules.outline import ActivityOutline, ModuleOutline, VersionOutline
from lms.catalogue.rules.successors import Successor, departed, successors
from lms.learning.models import Enrolment, EnrolmentMove
from lms.learning.queries.progress import done_in, progress_of
from lms.learning.rules import BestCheck, Progress


class Outcome(StrEnum):
    """What becomes of a step for somebody who moves."""

    KEPT = "kept"
    EXEMPTED = "exempted"
    """Not asked before, and not asked after."""
    CHANGED = "changed"
    """Kept as done, though its text is no longer the same."""
    AGAIN = "again"
    """A check that was passed, whose questions or threshold changed."""
    OPEN = "open"
    """Still to do, as before."""
    NEW = "new"


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step of the newer version and what would become of it."""

    module: ModuleOutline
    step: ActivityOutline
    before: ActivityOutline | None
    outcome: Outcome
    done_on: date | None
    best: BestCheck | None
    """The attempt that is taken over, of a check."""


@dataclass(frozen=True, slots=True)
class MovePlan:
    """A move that was not made yet."""

    old: VersionOutline
    new: VersionOutline
    steps: tuple[PlannedStep, ...]
    gone: tuple[ActivityOutline, ...]
    """Steps that were done and that the newer version has no more."""

    def those(self, *outcomes: Outcome) -> tuple[PlannedStep, ...]:
        return tuple(step for step in self.steps if step.outcome in outcomes)


def newest_version(session: Session, version_id: int) -> int:
    """The id of the newest version of the same programme; one statement."""
    programme = (
        select(ProgrammeVersion.programme_id)
        .where(ProgrammeVersion.id == version_id)
        .scalar_subquery()
    )
    return session.scalars(
        select(ProgrammeVersion.id)
        .where(ProgrammeVersion.programme_id == programme)
        .order_by(ProgrammeVersion.number.desc())
        .limit(1)
    ).one()


def plan_of(
    session: Session, person_id: int, from_id: int, to_id: int, *, organisation_id: int
) -> MovePlan:
    """What the move would do today; three statements once both versions were read."""
    old, new = outline(session, from_id), outline(session, to_id)
    prints = {**prints_of(session, from_id), **prints_of(session, to_id)}
    before = progress_of(session, person_id, old, organisation_id=organisation_id)
    already = done_in(session, person_id, new)
    steps = tuple(_planned(each, before, already, new) for each in successors(old, new, prints))
    lost = tuple(step for step in departed(old, new) if step.id in before.done)
    return MovePlan(old, new, steps, lost)


def _planned(
    each: Successor, before: Progress, already: Mapping[int, date], new: VersionOutline
) -> PlannedStep:
    day = already.get(each.step.id)
    if day is not None:
        return PlannedStep(each.module, each.step, None, Outcome.KEPT, day, None)
    if each.before is None:
        return PlannedStep(each.module, each.step, None, Outcome.NEW, None, None)
    if each.before.id in before.exempted:
        day = before.exempted[each.before.id].on
        return PlannedStep(each.module, each.step, each.before, Outcome.EXEMPTED, day, None)
    day = before.done.get(each.before.id)
    best = before.best.get(each.module.slug) if _is_check(each) else None
    outcome = _outcome(each, day, best, new)
    kept = best if outcome is Outcome.KEPT else None
    return PlannedStep(each.module, each.step, each.before, outcome, day, kept)


def _outcome(
    each: Successor, day: date | None, best: BestCheck | None, new: VersionOutline
) -> Outcome:
    if day is None:
        return Outcome.OPEN
    if not _is_check(each):
        return Outcome.KEPT if each.same else Outcome.CHANGED
    enough = best is not None and best.right >= new.right_needed(each.module.slug, best.total)
    return Outcome.KEPT if each.same and enough else Outcome.AGAIN


def _is_check(each: Successor) -> bool:
    return each.step.kind is ActivityKind.CHECK


@dataclass(frozen=True, slots=True)
class PastMove:
    """A move that was made."""

    from_number: int
    to_number: int
    moved_on: date
    own_choice: bool


def moves_of(session: Session, enrolment_id: int) -> tuple[PastMove, ...]:
    """The history of an enrolment, the newest first; one statement."""
    left = select(ProgrammeVersion.id, ProgrammeVersion.number).subquery()
    rows = session.execute(
        select(
            left.c.number, ProgrammeVersion.number, EnrolmentMove.moved_on, EnrolmentMove.own_choice
        )
        .join(left, left.c.id == EnrolmentMove.from_version_id)
        .join(ProgrammeVersion, ProgrammeVersion.id == EnrolmentMove.to_version_id)
        .where(EnrolmentMove.enrolment_id == enrolment_id)
        .order_by(EnrolmentMove.id.desc())
    )
    return tuple(PastMove(*row) for row in rows)


def has_training_on(session: Session, enrolment: Enrolment, version_id: int) -> bool:
    """Whether the same role already trains on that version."""
    found = select(Enrolment.id).where(
        Enrolment.membership_id == enrolment.membership_id, Enrolment.version_id == version_id
    )
    return session.scalar(found) is not None
