"""Pieces of a portfolio in the database, for tests of other rooms."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.assessment.models import FileKind
from lms.assessment.rules.files import TakenFile
from lms.kernel.keys import Keys
from lms.portfolio.models import PortfolioFile, PortfolioPiece
from lms.portfolio.operations.composing import take_out
from lms.portfolio.operations.writing import Hand, Write, write_piece
from lms.storage.operations import Store
from lms.web.page import new_token, now

CONTENT = b"%PDF-1.7 un document"


def own_piece(
    session: Session,
    keys: Keys,
    person: Person,
    title: str,
    words: str = "Des mots.",
    *,
    out: bool = False,
) -> str:
    """An own piece without a file; its public id."""
    by = Hand(person_id=person.id, now=now(), public_id=new_token())
    order = Write(title=title, words=words)
    write_piece(session, keys, None, order, by, None)  # type: ignore[arg-type]
    if out:
        take_out(session, by.public_id, person_id=person.id, now=now())
    session.flush()
    return by.public_id


def in_file(
    session: Session, keys: Keys, store: Store, person: Person, title: str = "Un titre"
) -> tuple[str, str]:
    """An own piece with a file; the public ids of both."""
    by = Hand(person_id=person.id, now=now(), public_id=new_token())
    file = TakenFile(name=f"{title}.pdf", kind=FileKind.PDF, content=CONTENT)
    write_piece(session, keys, store, Write(title=title, words="…", file=file), by, None)
    session.flush()
    found = select(PortfolioFile.public_id).join(
        PortfolioPiece, PortfolioPiece.id == PortfolioFile.piece_id
    )
    public_id = session.scalars(found.where(PortfolioPiece.public_id == by.public_id)).one()
    return by.public_id, public_id
