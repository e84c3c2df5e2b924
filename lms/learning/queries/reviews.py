"""Who took the responsibility of offering a version before its reviews were complete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.accounts.rules import full_name
from lms.catalogue.models import Programme, ProgrammeVersion
from lms.catalogue.queries import offered_by, outline
from lms.catalogue.rules.outline import VersionOutline
from lms.catalogue.rules.reviews import is_reviewed
from lms.learning.models import ReviewResponsibility
from lms.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Responsible:
    """Somebody who represents the organisation, and since when."""

    name: str
    taken_at: datetime


def needs_responsibility(session: Session, organisation_id: int, version_id: int) -> bool:
    """Whether people may not be invited on this version yet."""
    return bool(unreviewed(session, organisation_id, [version_id]))


def unreviewed(
    session: Session, organisation_id: int, versions: Sequence[int]
) -> tuple[VersionOutline, ...]:
    """Of these versions, those that lack reviews and for which nobody took the responsibility.

    Places of the demo try things out freely.
    """
    found = (outline(session, version_id) for version_id in versions)
    lacking = {version.id: version for version in found if not is_reviewed(version)}
    if not lacking:
        return ()
    taken = exists().where(
        ReviewResponsibility.organisation_id == Organisation.id,
        ReviewResponsibility.version_id == ProgrammeVersion.id,
    )
    asked = (
        select(ProgrammeVersion.id)
        .join(Organisation, Organisation.id == organisation_id)
        .where(ProgrammeVersion.id.in_(lacking), Organisation.specimen.is_(False), ~taken)
        .order_by(ProgrammeVersion.id)
    )
    return tuple(lacking[version_id] for version_id in session.scalars(asked))


def responsible_for(session: Session, organisation_id: int, version_id: int) -> Responsible | None:
    """Who took it in this organisation."""
    row = session.execute(
        select(Person.given_name, Person.family_name, ReviewResponsibility.taken_at)
        .join(Person, Person.id == ReviewResponsibility.person_id)
        .where(
            ReviewResponsibility.organisation_id == organisation_id,
            ReviewResponsibility.version_id == version_id,
        )
    ).one_or_none()
    return Responsible(full_name(row[0], row[1]), row[2]) if row else None


def version_at(session: Session, organisation_id: int, public_id: str) -> int | None:
    """The id of a published version that the organisation may offer."""
    return session.scalar(
        select(ProgrammeVersion.id)
        .join(Programme, Programme.id == ProgrammeVersion.programme_id)
        .where(ProgrammeVersion.public_id == public_id, offered_by(organisation_id))
    )
