"""The pieces of a portfolio, with the titles and files of those that their person wrote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lms.assessment.models import FileKind
from lms.drafts.queries import drafts_of
from lms.kernel.base import Id
from lms.kernel.keys import Keys
from lms.kernel.refusals import NotThere
from lms.portfolio.models import PieceKind, PortfolioFile, PortfolioPiece
from lms.portfolio.rules import FORM, WRITTEN, file_place, name_place, unpacked
from lms.storage.operations import Store, read
from lms.vault.operations import open_each
from lms.vault.operations.files import opener


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFile:
    """A file of an own piece; `name` is the one that it had."""

    public_id: str
    name: str
    kind: FileKind
    size: int
    kept_as: str
    key: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece as its person sees it; title, words and version are those of what they wrote."""

    public_id: str
    kind: PieceKind
    subject: str
    taken_out_at: datetime | None
    title: str = ""
    words: str = ""
    version: int = 0
    saved_at: datetime | None = None
    file: OwnFile | None = None

    @property
    def key(self) -> str:
        """How the offers name it."""
        return f"{self.kind}:{self.subject}"


FileReader = Callable[[OwnFile], bytes]
"""The bytes of a file; needs no database."""


def pieces_of(session: Session, keys: Keys, person_id: int) -> tuple[Piece, ...]:
    """Every piece in its order, also those taken out; six statements at most."""
    rows = session.scalars(_PIECES, {"person": person_id}).all()
    return _filled(session, keys, person_id, rows)


def piece_of(session: Session, keys: Keys, person_id: int, public_id: str) -> Piece:
    """One piece that the person wrote; else `NotThere`."""
    row = session.scalar(
        select(PortfolioPiece).where(
            PortfolioPiece.public_id == public_id,
            PortfolioPiece.person_id == person_id,
            PortfolioPiece.kind.in_(WRITTEN),
        )
    )
    if row is None:
        raise NotThere
    return _filled(session, keys, person_id, [row])[0]


def introduction_of(session: Session, keys: Keys, person_id: int) -> Piece | None:
    """The person's introduction, if they wrote one."""
    row = session.scalar(
        select(PortfolioPiece).where(
            PortfolioPiece.person_id == person_id, PortfolioPiece.kind == PieceKind.INTRODUCTION
        )
    )
    return _filled(session, keys, person_id, [row])[0] if row else None


def file_of(session: Session, keys: Keys, person_id: int, public_id: str) -> OwnFile:
    """A file of the person's own; else `NotThere`."""
    found = select(PortfolioPiece.public_id).join(
        PortfolioFile, PortfolioFile.piece_id == PortfolioPiece.id
    )
    piece = session.scalar(found.where(PortfolioFile.public_id == public_id))
    if piece is None:
        raise NotThere
    file = piece_of(session, keys, person_id, piece).file
    if file is None:
        raise NotThere
    return file


def reader_of_own(session: Session, keys: Keys, store: Store, person_id: int) -> FileReader:
    """What reads the person's files; one statement."""
    open_file = opener(session, keys, [person_id])

    def content(file: OwnFile) -> bytes:
        place = file_place(file.public_id, person_id)
        return open_file(place, file.key, read(store, file.kept_as))

    return content


def _filled(
    session: Session, keys: Keys, person_id: int, rows: Sequence[PortfolioPiece]
) -> tuple[Piece, ...]:
    written = [row for row in rows if row.kind in WRITTEN]
    subjects = [row.public_id for row in written]
    drafts = drafts_of(session, keys, person_id, FORM, subjects) if subjects else {}
    files = _files(session, keys, person_id, [row.id for row in written]) if written else {}
    return tuple(
        Piece(
            public_id=row.public_id,
            kind=row.kind,
            subject=row.subject,
            taken_out_at=row.taken_out_at,
            file=files.get(row.id),
            **_said(drafts.get(row.public_id)),
        )
        for row in rows
    )


def _said(draft: Any) -> dict[str, Any]:
    if draft is None:
        return {}
    title, words = unpacked(draft.text)
    return {
        "title": title,
        "words": words,
        "version": draft.version,
        "saved_at": draft.updated_at,
    }


def _files(
    session: Session, keys: Keys, person_id: int, piece_ids: Sequence[int]
) -> dict[int, OwnFile]:
    rows = session.scalars(select(PortfolioFile).where(PortfolioFile.piece_id.in_(piece_ids))).all()
    places = [(name_place(row.public_id, person_id), row.sealed) for row in rows]
    names = open_each(session, keys, person_id, places)
    return {
        row.piece_id: OwnFile(
            public_id=row.public_id,
            name=name,
            kind=row.kind,
            size=row.size,
            kept_as=row.kept_as,
            key=row.file_key,
        )
        for name, row in zip(names, rows, strict=True)
    }


_PIECES = (
    select(PortfolioPiece)
    .where(PortfolioPiece.person_id == bindparam("person", type_=Id))
    .order_by(PortfolioPiece.position, PortfolioPiece.id)
)
