"""Exemptions of one training with everything that their readers may read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import Session, aliased

from lms.accounts.models import Person
from lms.assessment.models import ExemptionFile, ExemptionText, ExemptionTextKind
from lms.assessment.queries.files import StoredFile
from lms.assessment.queries.work import KeptFile
from lms.assessment.rules.exemptions import (
    exemption_file_place,
    exemption_name_place,
    exemption_text_place,
)
from lms.kernel.base import Id
from lms.kernel.keys import Keys
from lms.kernel.refusals import NotThere
from lms.learning.models import Enrolment, ExemptedStep, Exemption, ExemptionWithdrawal
from lms.learning.queries.cohorts import accompanied_by
from lms.vault.operations import open_each

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenExemption:
    """An exemption, in force or withdrawn; `steps` are ids, of every version."""

    public_id: str
    whole_module: bool
    given_on: date
    given_by: str | None
    withdrawn_on: date | None
    withdrawn_by: str | None
    steps: frozenset[int]
    texts: Mapping[ExemptionTextKind, str]
    file: KeptFile | None


def exemptions_of(
    session: Session, keys: Keys, person_id: int, enrolment_id: int, public_id: str = ""
) -> tuple[GivenExemption, ...]:
    """Every exemption of a training, or the one of that id, the newest first; six statements."""
    asked = _GIVEN if not public_id else _GIVEN.where(Exemption.public_id == public_id)
    rows = session.execute(asked, {"enrolment": enrolment_id, "rows": MOST_SHOWN}).all()
    ids = [row.id for row in rows]
    if not ids:
        return ()
    steps = _steps(session, ids)
    texts, files = _texts(session, keys, person_id, ids), _files(session, keys, person_id, ids)
    return tuple(
        GivenExemption(
            public_id=row.public_id,
            whole_module=row.whole_module,
            given_on=row.given_on,
            given_by=row.given_name,
            withdrawn_on=row.withdrawn_on,
            withdrawn_by=row.withdrawn_name,
            steps=frozenset(steps[row.id]),
            texts=texts[row.id],
            file=files.get(row.id),
        )
        for row in rows
    )


def enrolment_of_exemption(session: Session, public_id: str) -> str:
    """The public id of the training that an exemption is about; else `NotThere`."""
    found = session.scalar(_ENROLMENT, {"public": public_id})
    if found is None:
        raise NotThere
    return found


def exemption_file_for(session: Session, public_id: str, person_id: int) -> StoredFile:
    """A file that this person may read: about their own exemption, or of somebody whom they
    accompany."""
    row = session.execute(
        _ALL_FILES.join(Enrolment, Enrolment.id == Exemption.enrolment_id).where(
            ExemptionFile.public_id == public_id,
            (Exemption.person_id == person_id) | accompanied_by(person_id),
        )
    ).one_or_none()
    if row is None:
        raise NotThere
    return _stored(row)


def exemption_files_of(
    session: Session, keys: Keys, person_id: int
) -> list[tuple[str, StoredFile]]:
    """Every file about the person's exemptions, by the name that each had."""
    mine = _ALL_FILES.where(Exemption.person_id == person_id).order_by(ExemptionFile.id)
    rows = session.execute(mine).all()
    places = [
        (exemption_name_place(row.public_id, person_id, row.organisation_id), row.sealed)
        for row in rows
    ]
    names = open_each(session, keys, person_id, places)
    return [(name, _stored(row)) for name, row in zip(names, rows, strict=True)]


def _stored(row: Any) -> StoredFile:
    return StoredFile(
        public_id=row.public_id,
        kind=row.kind,
        person_id=row.person_id,
        kept_as=row.kept_as,
        key=row.file_key,
        place=exemption_file_place(row.public_id, row.person_id, row.organisation_id),
    )


def _steps(session: Session, ids: Sequence[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for row in session.execute(_STEPS, {"exemptions": ids}):
        found[row.exemption_id].add(row.activity_id)
    return found


def _texts(
    session: Session, keys: Keys, person_id: int, ids: Sequence[int]
) -> dict[int, dict[ExemptionTextKind, str]]:
    rows = session.execute(_TEXTS, {"exemptions": ids}).all()
    places = [
        (exemption_text_place(row.public_id, person_id, row.organisation_id), row.sealed)
        for row in rows
    ]
    found: dict[int, dict[ExemptionTextKind, str]] = defaultdict(dict)
    for row, words in zip(rows, open_each(session, keys, person_id, places), strict=True):
        found[row.exemption_id][row.kind] = words
    return found


def _files(session: Session, keys: Keys, person_id: int, ids: Sequence[int]) -> dict[int, KeptFile]:
    rows = session.execute(_FILES, {"exemptions": ids}).all()
    places = [
        (exemption_name_place(row.public_id, person_id, row.organisation_id), row.sealed)
        for row in rows
    ]
    names = open_each(session, keys, person_id, places)
    return {
        row.exemption_id: KeptFile(public_id=row.public_id, name=name, kind=row.kind, size=row.size)
        for row, name in zip(rows, names, strict=True)
    }


# Put together once: that takes longer than to ask them.
_IDS: Any = bindparam("exemptions", expanding=True, type_=Id)
_GIVER, _WITHDRAWER = aliased(Person), aliased(Person)
_GIVEN = (
    select(
        Exemption.id,
        Exemption.public_id,
        Exemption.whole_module,
        Exemption.given_on,
        _GIVER.screen_name.label("given_name"),
        ExemptionWithdrawal.withdrawn_on,
        _WITHDRAWER.screen_name.label("withdrawn_name"),
    )
    .join(_GIVER, _GIVER.id == Exemption.given_by)
    .outerjoin(ExemptionWithdrawal, ExemptionWithdrawal.exemption_id == Exemption.id)
    .outerjoin(_WITHDRAWER, _WITHDRAWER.id == ExemptionWithdrawal.withdrawn_by)
    .where(Exemption.enrolment_id == bindparam("enrolment", type_=Id))
    .order_by(Exemption.id.desc())
    .limit(bindparam("rows", type_=Integer))
)
_STEPS = select(ExemptedStep.exemption_id, ExemptedStep.activity_id).where(
    ExemptedStep.exemption_id.in_(_IDS)
)
_TEXTS = (
    select(
        ExemptionText.exemption_id,
        ExemptionText.public_id,
        ExemptionText.kind,
        ExemptionText.sealed,
        Exemption.organisation_id,
    )
    .join(Exemption, Exemption.id == ExemptionText.exemption_id)
    .where(ExemptionText.exemption_id.in_(_IDS))
)
_FILES = (
    select(
        ExemptionFile.exemption_id,
        ExemptionFile.public_id,
        ExemptionFile.kind,
        ExemptionFile.size,
        ExemptionFile.sealed,
        Exemption.organisation_id,
    )
    .join(Exemption, Exemption.id == ExemptionFile.exemption_id)
    .where(ExemptionFile.exemption_id.in_(_IDS))
)
_ALL_FILES = select(
    ExemptionFile.public_id,
    ExemptionFile.kind,
    ExemptionFile.kept_as,
    ExemptionFile.file_key,
    ExemptionFile.sealed,
    Exemption.person_id,
    Exemption.organisation_id,
).join(Exemption, Exemption.id == ExemptionFile.exemption_id)
_ENROLMENT = (
    select(Enrolment.public_id)
    .join(Exemption, Exemption.enrolment_id == Enrolment.id)
    .where(Exemption.public_id == bindparam("public"))
)
