"""Asking for one's portfolio as a folder of files."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.exports.operations import AskExport, ask_export
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.portfolio.models import PortfolioPiece


def ask_portfolio(
    session: Session, order: AskExport, *, person_id: int, now: datetime, public_id: str
) -> None:
    """Ask for what is in the portfolio; refused while nothing is."""
    chosen = select(PortfolioPiece.id).where(
        PortfolioPiece.person_id == person_id, PortfolioPiece.taken_out_at.is_(None)
    )
    if session.scalar(chosen.limit(1)) is None:
        raise RuleBroken("", _("Put something into your portfolio first."))
    ask_export(session, order, person_id=person_id, now=now, public_id=public_id)
