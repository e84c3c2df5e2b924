"""What somebody writes for their portfolio: the introduction and own pieces, each with a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.assessment.rules.files import TakenFile
from lms.drafts.operations import SaveDraft, forget_draft, save_draft
from lms.kernel.database import insert_new
from lms.kernel.keys import Keys
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.portfolio.models import PieceKind, PortfolioFile, PortfolioPiece
from lms.portfolio.operations.composing import new_piece, refuse_too_many
from lms.portfolio.queries.pieces import Piece
from lms.portfolio.rules import FORM, INTRODUCTION, file_place, name_place, packed
from lms.storage.operations import Store, keep, unwanted
from lms.vault.operations import seal
from lms.vault.operations.files import seal_file

STILL_READ = timedelta(hours=1)
"""A download that has begun may still need a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """A title, a text and the version that its writer had read (0: none); a file, if any."""

    title: str
    words: str
    version: int = 0
    file: TakenFile | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Who writes, when; `public_id` is taken for whatever is new."""

    person_id: int
    now: datetime
    public_id: str


def write_introduction(session: Session, keys: Keys, order: Write, by: Hand) -> None:
    """Keep the introduction; `DraftNewer` where another text came first."""
    person_id = by.person_id
    if not order.words.strip() and order.version == 0:
        raise RuleBroken("words", _("Write something."))
    new_piece(
        session,
        PieceKind.INTRODUCTION,
        INTRODUCTION,
        person_id=person_id,
        now=by.now,
        public_id=by.public_id,
    )
    mine = (
        PortfolioPiece.person_id == person_id,
        PortfolioPiece.kind == PieceKind.INTRODUCTION,
    )
    piece = session.scalars(select(PortfolioPiece.public_id).where(*mine)).one()
    _keep_words(session, keys, piece, order, by)


def write_piece(
    session: Session, keys: Keys, store: Store, order: Write, by: Hand, piece: Piece | None
) -> None:
    """Keep an own piece, a new one where there is none yet; `DraftNewer` as above."""
    if not order.title:
        raise RuleBroken("title", _("Give this piece a title."))
    public_id = piece.public_id if piece else by.public_id
    if piece is None:
        refuse_too_many(session, by.person_id, 1, own=True)
        own = {"person_id": by.person_id, "now": by.now, "public_id": public_id}
        new_piece(session, PieceKind.OWN, public_id, **own)  # type: ignore[arg-type]
    _keep_words(session, keys, public_id, order, by)
    if order.file is not None:
        _keep_file(session, keys, store, public_id, order.file, by)


def remove_file(session: Session, public_id: str, *, person_id: int, now: datetime) -> None:
    """Delete the file of an own piece; without one nothing happens."""
    _forget_file(session, _piece_id(session, public_id, person_id), now)


def delete_piece(session: Session, public_id: str, *, person_id: int, now: datetime) -> None:
    """Delete for good an own piece that was taken out."""
    piece_id = session.scalar(
        select(PortfolioPiece.id).where(
            PortfolioPiece.public_id == public_id,
            PortfolioPiece.person_id == person_id,
            PortfolioPiece.kind == PieceKind.OWN,
            PortfolioPiece.taken_out_at.is_not(None),
        )
    )
    if piece_id is None:
        raise NotThere
    _forget_file(session, piece_id, now)
    forget_draft(session, person_id, FORM, public_id)
    session.execute(delete(PortfolioPiece).where(PortfolioPiece.id == piece_id))


def _keep_words(session: Session, keys: Keys, piece: str, order: Write, by: Hand) -> None:
    draft = SaveDraft(
        form=FORM, subject=piece, text=packed(order.title, order.words), version=order.version
    )
    public_id = f"{by.public_id}.words"
    save_draft(session, keys, draft, person_id=by.person_id, now=by.now, public_id=public_id)


def _keep_file(
    session: Session, keys: Keys, store: Store, piece: str, file: TakenFile, by: Hand
) -> None:
    piece_id = _piece_id(session, piece, by.person_id)
    _forget_file(session, piece_id, by.now)
    public_id = f"{by.public_id}.file"
    # The name first: it makes the person's key when there is none yet.
    name = seal(session, keys, name_place(public_id, by.person_id), file.name, now=by.now)
    sealed = seal_file(session, keys, file_place(public_id, by.person_id), file.content)
    insert_new(
        session,
        PortfolioFile,
        public_id=public_id,
        piece_id=piece_id,
        kind=file.kind,
        size=len(file.content),
        kept_as=keep(store, sealed.content),
        file_key=sealed.key,
        sealed=name,
    )


def _forget_file(session: Session, piece_id: int, now: datetime) -> None:
    gone = session.scalars(
        delete(PortfolioFile)
        .where(PortfolioFile.piece_id == piece_id)
        .returning(PortfolioFile.kept_as)
    ).all()
    for name in gone:
        # Sealed under a key of its own each time, so no two rows share a file.
        unwanted(session, name, due_at=now + STILL_READ)


def _piece_id(session: Session, public_id: str, person_id: int) -> int:
    found = session.scalar(
        select(PortfolioPiece.id)
        .where(
            PortfolioPiece.public_id == public_id,
            PortfolioPiece.person_id == person_id,
            PortfolioPiece.kind == PieceKind.OWN,
        )
        .with_for_update()
    )
    if found is None:
        raise NotThere
    return found
