"""The register of an organisation's certificates: pages, filters, search and counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, union
from sqlalchemy.orm import Session, aliased

from lms.accounts.models import Membership
from lms.certification.models import Certificate, CertificateState, FileState
from lms.kernel.actor import Role
from lms.kernel.folding import fold

PAGE = 50
"""A class at once: what is on the page can be chosen for one archive."""
COUNTED_UP_TO = 1_000


class Shown(StrEnum):
    """What a filter of the register shows."""

    VALID = "valid"
    WAITING = "waiting"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One line of the register."""

    public_id: str
    number: str
    state: CertificateState
    file_state: FileState
    issued_at: datetime
    name: str
    programme: dict[str, str]
    specimen: bool


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """A page of the register; `after` continues it."""

    rows: tuple[RegisterRow, ...]
    after: str | None


def register_page(
    session: Session, organisation_id: int, *, search: str = "", shown: str = "", after: str = ""
) -> RegisterPage:
    """The newest certificates first; names are found whatever their case and accents."""
    query = _lines().where(Certificate.organisation_id == organisation_id)
    query = _searched(query, organisation_id, search)
    if shown in set(Shown):
        query = query.where(*_conditions(Shown(shown)))
    if after:
        place = aliased(Certificate)
        last = select(place.id).where(place.public_id == after).scalar_subquery()
        query = query.where(Certificate.id < last)
    rows = session.execute(query.order_by(Certificate.id.desc()).limit(PAGE + 1)).all()
    shown_rows = tuple(map(_line, rows[:PAGE]))
    return RegisterPage(shown_rows, shown_rows[-1].public_id if len(rows) > PAGE else None)


def register_counts(session: Session, organisation_id: int) -> dict[str, int]:
    """How many certificates each filter holds, counted up to one more than `COUNTED_UP_TO`."""
    counts = []
    for shown in Shown:
        some = (
            select(Certificate.id)
            .where(Certificate.organisation_id == organisation_id, *_conditions(shown))
            .limit(COUNTED_UP_TO + 1)
            .subquery()
        )
        counts.append(select(func.count()).select_from(some).scalar_subquery().label(shown))
    return dict(session.execute(select(*counts)).one()._mapping)


def _lines() -> Select[Any]:
    document = Certificate.snapshot["document"]
    return select(
        Certificate.public_id,
        Certificate.number,
        Certificate.state,
        Certificate.file_state,
        Certificate.issued_at,
        document["printed_name"].as_string(),
        document["programme"]["fr"].as_string(),
        document["programme"]["en"].as_string(),
        Certificate.specimen,
    )


def _line(row: Any) -> RegisterRow:
    public_id, number, state, file_state, issued_at, name, fr, en, specimen = row
    titles = {"fr": fr, "en": en}
    return RegisterRow(public_id, number, state, file_state, issued_at, name, titles, specimen)


def _searched(query: Select[Any], organisation_id: int, search: str) -> Select[Any]:
    words = fold(search).split()[:6]
    if not words:
        return query
    numbered = select(Certificate.id).where(Certificate.number == search.strip().upper())
    # Names first: one index of the organisation holds them all, and few of them fit.
    fit = aliased(Membership)
    names = select(fit.id).where(
        fit.organisation_id == organisation_id,
        fit.role == Role.TRAINEE,
        *(fit.sort_name.contains(word, autoescape=True) for word in words),
    )
    named = (
        select(Certificate.id)
        .join_from(Membership, Certificate, Certificate.person_id == Membership.person_id)
        .where(
            Certificate.organisation_id == organisation_id,
            Membership.id.in_(names),
            # What is the number of a certificate is nobody's name.
            ~numbered.exists(),
        )
    )
    return query.where(Certificate.id.in_(union(numbered, named)))


def _conditions(shown: Shown) -> tuple[ColumnElement[bool], ...]:
    if shown is Shown.WAITING:
        waiting = Certificate.file_state == FileState.REQUESTED
        return (Certificate.state == CertificateState.VALID, waiting)
    return (Certificate.state == CertificateState(shown.value),)
