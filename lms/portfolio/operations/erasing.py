"""Forgetting a whole portfolio, with the account; its words are drafts and go with them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.portfolio.models import PortfolioFile, PortfolioPiece
from lms.portfolio.operations.writing import STILL_READ
from lms.storage.operations import unwanted


def forget_portfolio(session: Session, person_id: int, *, now: datetime) -> None:
    """Delete the person's pieces and files."""
    mine = select(PortfolioPiece.id).where(PortfolioPiece.person_id == person_id)
    files = session.scalars(
        delete(PortfolioFile)
        .where(PortfolioFile.piece_id.in_(mine))
        .returning(PortfolioFile.kept_as)
    ).all()
    for name in files:
        unwanted(session, name, due_at=now + STILL_READ)
    session.execute(delete(PortfolioPiece).where(PortfolioPiece.person_id == person_id))
