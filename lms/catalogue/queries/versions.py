"""The structure of published versions."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from lms.catalogue.models import Activity, Module, Programme, ProgrammeVersion
from lms.catalogue.queries.kept import once
from lms.catalogue.rules.outline import ActivityOutline, ModuleOutline, VersionOutline
from lms.kernel.refusals import NotThere
from lms.requirements.models import read_rule_set


@dataclass(frozen=True, slots=True)
class VersionChoice:
    """A version that people can be enrolled on."""

    id: int
    title: dict[str, Any]
    number: int
    slug: str


def newest_versions(
    session: Session, organisation_id: int | None = None
) -> tuple[VersionChoice, ...]:
    """The newest version of each programme that the organisation may offer, by slug.

    Those are the platform's and its own.
    """
    newest = (
        select(ProgrammeVersion.programme_id, func.max(ProgrammeVersion.number).label("number"))
        .group_by(ProgrammeVersion.programme_id)
        .subquery()
    )
    rows = session.execute(
        select(ProgrammeVersion.id, ProgrammeVersion.title, ProgrammeVersion.number, Programme.slug)
        .join(Programme, Programme.id == ProgrammeVersion.programme_id)
        .join(
            newest,
            (newest.c.programme_id == ProgrammeVersion.programme_id)
            & (newest.c.number == ProgrammeVersion.number),
        )
        .where(offered_by(organisation_id))
        .order_by(Programme.slug)
    )
    return tuple(VersionChoice(*row) for row in rows)


def offered_by(organisation_id: int | None) -> ColumnElement[bool]:
    """A filter of programmes: the platform's, and those of this organisation."""
    return or_(Programme.organisation_id.is_(None), Programme.organisation_id == organisation_id)


def outline(session: Session, version_id: int) -> VersionOutline:
    """A version's structure: two statements the first time, none afterwards."""
    return once(session, ("outline", version_id), lambda: _outline(session, version_id))


def _outline(session: Session, version_id: int) -> VersionOutline:
    row = session.execute(
        select(ProgrammeVersion, Programme.slug)
        .join(Programme, Programme.id == ProgrammeVersion.programme_id)
        .where(ProgrammeVersion.id == version_id)
    ).one_or_none()
    if row is None:
        raise NotThere
    version, slug = row
    return VersionOutline(
        id=version.id,
        public_id=version.public_id,
        slug=slug,
        number=version.number,
        title=version.title,
        sheet=version.sheet,
        rule_set=read_rule_set(version.rules),
        modules=_modules(session, version_id),
    )


def _modules(session: Session, version_id: int) -> tuple[ModuleOutline, ...]:
    rows = session.execute(
        select(Module, Activity)
        .join(Activity, Activity.module_id == Module.id)
        .where(Module.version_id == version_id)
        .order_by(Module.position, Activity.position)
    ).all()
    grouped = groupby(rows, key=lambda row: row[0])
    return tuple(_module(module, [row[1] for row in steps]) for module, steps in grouped)


def _module(module: Module, steps: list[Activity]) -> ModuleOutline:
    return ModuleOutline(
        id=module.id,
        slug=module.slug,
        position=module.position,
        title=module.title,
        sheet=module.sheet,
        reviewed_on=module.reviewed_on,
        activities=tuple(
            ActivityOutline(
                id=step.id,
                module_slug=module.slug,
                slug=step.slug,
                position=step.position,
                kind=step.kind,
                minutes=step.minutes,
                title=step.title,
                sheet=step.sheet,
            )
            for step in steps
        ),
    )
