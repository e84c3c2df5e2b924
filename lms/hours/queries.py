"""The ledgers of one person, each read where it is kept and never added to another."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from lms.catalogue.models import Activity, Module, ProgrammeVersion
from lms.hours.policies import hours_open_to
from lms.kernel.actor import Actor
from lms.learning.models import Completion, Enrolment


@dataclass(frozen=True, slots=True)
class ModuleHours:
    """The planned length of a module's steps: of those completed, and of all."""

    title: dict[str, Any]
    steps_done: int
    steps: int
    minutes_done: int
    minutes: int


@dataclass(frozen=True, slots=True)
class ProgrammeHours:
    """The training ledger of one programme version."""

    title: dict[str, Any]
    modules: tuple[ModuleHours, ...]

    @property
    def minutes_done(self) -> int:
        return sum(module.minutes_done for module in self.modules)

    @property
    def minutes(self) -> int:
        return sum(module.minutes for module in self.modules)


def training_of(session: Session, actor: Actor) -> tuple[ProgrammeHours, ...]:
    """The planned length of completed steps, by programme and module; one statement."""
    return _training(session, actor.person_id, hours_open_to(actor))


def training_of_person(session: Session, person_id: int) -> tuple[ProgrammeHours, ...]:
    """The same for the person, asked by themselves through the worker."""
    return _training(session, person_id, Enrolment.person_id == person_id)


def _training(
    session: Session, person_id: int, theirs: ColumnElement[bool]
) -> tuple[ProgrammeHours, ...]:
    done = Completion.activity_id.is_not(None)
    versions = select(Enrolment.version_id).where(theirs)
    rows = session.execute(
        select(
            ProgrammeVersion.id,
            ProgrammeVersion.title,
            Module.title,
            func.count(Completion.activity_id),
            func.count(Activity.id),
            func.sum(case((done, Completion.minutes), else_=0)),
            func.sum(Activity.minutes),
        )
        .join(Module, Module.version_id == ProgrammeVersion.id)
        .join(Activity, Activity.module_id == Module.id)
        .outerjoin(
            Completion,
            and_(
                Completion.activity_id == Activity.id,
                Completion.person_id == person_id,
            ),
        )
        .where(ProgrammeVersion.id.in_(versions))
        .group_by(ProgrammeVersion.id, Module.id)
        .order_by(ProgrammeVersion.id, Module.position)
    )
    return tuple(
        ProgrammeHours(lines[0][1], tuple(ModuleHours(*line[2:]) for line in lines))
        for lines in (tuple(group) for _id, group in groupby(rows, key=lambda row: row[0]))
    )
