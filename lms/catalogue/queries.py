"""Reading what is published; a version never changes, so each process reads it once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.catalogue.models import (
    Activity,
    ActivityText,
    Module,
    ModuleText,
    ModuleTextKind,
    Programme,
    ProgrammeVersion,
    QuestionKey,
)
from lms.catalogue.rules.outline import ActivityOutline, ModuleOutline, VersionOutline
from lms.catalogue.rules.sources import TitledText
from lms.kernel.refusals import NotThere
from lms.requirements.models import read_rule_set

__all__ = [
    "ActivityOutline",
    "ModuleOutline",
    "VersionChoice",
    "VersionOutline",
    "body_of",
    "keys_of",
    "module_text",
    "newest_versions",
    "outline",
]

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class VersionChoice:
    """A version that people can be enrolled on."""

    id: int
    title: dict[str, Any]
    number: int
    slug: str


def newest_versions(session: Session) -> tuple[VersionChoice, ...]:
    """The newest version of each programme, by slug."""
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
        .order_by(Programme.slug)
    )
    return tuple(VersionChoice(*row) for row in rows)


def outline(session: Session, version_id: int) -> VersionOutline:
    """A version's structure: two statements the first time, none afterwards."""
    return _once(session, ("outline", version_id), lambda: _outline(session, version_id))


def body_of(session: Session, activity_id: int, locale: str) -> dict[str, Any]:
    """What a step shows in this language; read once by a process. It never holds a key."""
    return _once(
        session, ("body", activity_id, locale), lambda: _body(session, activity_id, locale)
    )


def module_text(session: Session, module_id: int, kind: ModuleTextKind, locale: str) -> TitledText:
    """A text beside the steps; read once by a process."""
    return _once(
        session,
        ("text", module_id, kind, locale),
        lambda: _module_text(session, module_id, kind, locale),
    )


def _module_text(session: Session, module_id: int, kind: ModuleTextKind, locale: str) -> TitledText:
    found = session.execute(
        select(ModuleText.title, ModuleText.markdown).where(
            ModuleText.module_id == module_id,
            ModuleText.kind == kind,
            ModuleText.locale == locale,
        )
    ).one_or_none()
    if found is None:
        raise NotThere
    return TitledText(*found)


def keys_of(session: Session, activity_id: int) -> dict[str, str]:
    """The expected choice of each question: only for marking and for submitted attempts."""
    rows = session.execute(
        select(QuestionKey.question, QuestionKey.choice).where(
            QuestionKey.activity_id == activity_id
        )
    )
    return {row.question: row.choice for row in rows}


def _body(session: Session, activity_id: int, locale: str) -> dict[str, Any]:
    found: dict[str, Any] | None = session.scalar(
        select(ActivityText.body).where(
            ActivityText.activity_id == activity_id, ActivityText.locale == locale
        )
    )
    if found is None:
        raise NotThere
    return found


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


# What was read, by the engine (or, in tests, the connection) that it came from: ids of one
# database mean nothing in another.
_kept: WeakKeyDictionary[Any, dict[tuple[Any, ...], Any]] = WeakKeyDictionary()


def _once(session: Session, key: tuple[Any, ...], read: Callable[[], Kept]) -> Kept:
    kept = _kept.setdefault(session.get_bind(), {})
    if key not in kept:
        kept[key] = read()
    return cast(Kept, kept[key])
