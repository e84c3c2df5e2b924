"""The questions of an organisation's bank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from lms.catalogue.models import BankQuestion
from lms.catalogue.rules.checks.kinds import QuestionKind
from lms.kernel.folding import fold

SHOWN = 30
MOST_EXPORTED = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for; empty values look for everything."""

    organisation_id: int | None
    words: str = ""
    domain: str = ""
    kind: QuestionKind | None = None


@dataclass(frozen=True, slots=True)
class BankRow:
    """A question in a list."""

    id: int
    public_id: str
    name: str
    domain: str
    kind: QuestionKind
    languages: tuple[str, ...]


def bank_questions(
    session: Session, wanted: Wanted, *, before: int = 0
) -> tuple[tuple[BankRow, ...], int | None]:
    """A page of questions, the newest first, and where the next page begins; one statement."""
    asked = _asked(wanted, select(BankQuestion))
    if before:
        asked = asked.where(BankQuestion.id < before)
    found = session.scalars(asked.limit(SHOWN + 1)).all()
    rows = tuple(
        BankRow(one.id, one.public_id, one.name, one.domain, one.kind, tuple(sorted(one.sources)))
        for one in found[:SHOWN]
    )
    return rows, rows[-1].id if len(found) > SHOWN else None


def sources_to_export(session: Session, wanted: Wanted, locale: str) -> list[str]:
    """The texts of what is looked for in one language, the oldest first; one statement."""
    asked = _asked(wanted, select(BankQuestion)).limit(MOST_EXPORTED)
    found = reversed(session.scalars(asked).all())
    return [one.sources[locale] for one in found if locale in one.sources]


def bank_question(
    session: Session, organisation_id: int | None, public_id: str
) -> BankQuestion | None:
    """One question of the organisation."""
    return session.scalars(
        select(BankQuestion).where(
            BankQuestion.public_id == public_id, BankQuestion.organisation_id == organisation_id
        )
    ).one_or_none()


def bank_questions_at(
    session: Session, organisation_id: int | None, public_ids: Sequence[str]
) -> list[BankQuestion]:
    """Those of the organisation, in the order of the bank; one statement."""
    asked = select(BankQuestion).where(
        BankQuestion.organisation_id == organisation_id, BankQuestion.public_id.in_(public_ids)
    )
    return list(session.scalars(asked.order_by(BankQuestion.id.desc())))


def _asked(wanted: Wanted, asked: Select[Any]) -> Select[Any]:
    asked = asked.where(BankQuestion.organisation_id == wanted.organisation_id)
    for word in fold(wanted.words).split():
        asked = asked.where(BankQuestion.folded.contains(word, autoescape=True))
    if wanted.domain:
        asked = asked.where(BankQuestion.domain == wanted.domain)
    if wanted.kind is not None:
        asked = asked.where(BankQuestion.kind == wanted.kind)
    return asked.order_by(BankQuestion.id.desc())
