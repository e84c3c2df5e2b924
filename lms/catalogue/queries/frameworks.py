"""The competence framework that a version was published with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalogue.models import Framework, ProgrammeVersion
from lms.catalogue.queries.kept import once


@dataclass(frozen=True, slots=True)
class Domain:
    """A domain of competency with its statements; words are {"fr": …, "en": …}."""

    code: str
    title: Mapping[str, str]
    statements: tuple[Mapping[str, str], ...]


def domains_of(session: Session, version_id: int) -> tuple[Domain, ...]:
    """The domains of a version's framework, in order; read once by a process."""
    return once(session, ("domains", version_id), lambda: _domains(session, version_id))


def _domains(session: Session, version_id: int) -> tuple[Domain, ...]:
    found = session.scalars(
        select(Framework.domains)
        .join(ProgrammeVersion, ProgrammeVersion.framework_id == Framework.id)
        .where(ProgrammeVersion.id == version_id)
    ).one()
    return tuple(Domain(one["code"], one["title"], tuple(one["statements"])) for one in found)
