"""The exact files of published versions, for those who write programmes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.catalogue.models import Programme, ProgrammeVersion, VersionFile


@dataclass(frozen=True, slots=True)
class Published:
    """A published version by its names."""

    id: int
    slug: str
    number: int

    @property
    def file_name(self) -> str:
        """Of its archive."""
        return f"{self.slug}-{self.number}.zip"


def files_of_version(session: Session, version_id: int) -> dict[str, str]:
    """Path → text; empty where a version of earlier days was never imported again."""
    rows = session.execute(
        select(VersionFile.path, VersionFile.text)
        .where(VersionFile.version_id == version_id)
        .order_by(VersionFile.path)
    )
    return {row.path: row.text for row in rows}


def newest_of_platform(session: Session) -> tuple[Published, ...]:
    """The newest version of each programme that belongs to no organisation, as published."""
    numbers = (
        select(ProgrammeVersion.programme_id, func.max(ProgrammeVersion.number).label("number"))
        .group_by(ProgrammeVersion.programme_id)
        .subquery()
    )
    rows = session.execute(
        _PUBLISHED.join(
            numbers,
            (numbers.c.programme_id == ProgrammeVersion.programme_id)
            & (numbers.c.number == ProgrammeVersion.number),
        )
        .where(Programme.organisation_id.is_(None))
        .order_by(ProgrammeVersion.id)
    )
    return tuple(Published(*row) for row in rows)


def published_as(session: Session, slug: str, number: int | None = None) -> Published | None:
    """The version of this number, the newest without one."""
    asked = _PUBLISHED.where(Programme.slug == slug)
    if number is not None:
        asked = asked.where(ProgrammeVersion.number == number)
    row = session.execute(asked.order_by(ProgrammeVersion.number.desc()).limit(1)).one_or_none()
    return None if row is None else Published(*row)


_PUBLISHED = select(ProgrammeVersion.id, Programme.slug, ProgrammeVersion.number).join(
    Programme, Programme.id == ProgrammeVersion.programme_id
)
