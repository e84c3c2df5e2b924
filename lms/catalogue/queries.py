"""Reading what is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.catalogue.models import Programme, ProgrammeVersion


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
        select(
            ProgrammeVersion.id, ProgrammeVersion.title, ProgrammeVersion.number, Programme.slug
        )
        .join(Programme, Programme.id == ProgrammeVersion.programme_id)
        .join(
            newest,
            (newest.c.programme_id == ProgrammeVersion.programme_id)
            & (newest.c.number == ProgrammeVersion.number),
        )
        .order_by(Programme.slug)
    )
    return tuple(VersionChoice(*row) for row in rows)
