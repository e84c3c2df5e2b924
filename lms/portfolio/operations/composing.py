"""Putting pieces in, taking them out and bringing them back, and their order.

Each press is a change of its own, so that two tabs add up and neither undoes the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from lms.kernel.database import insert_new
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.portfolio.models import PieceKind, PortfolioPiece
from lms.portfolio.queries.offers import offers_of
from lms.portfolio.rules import MOST_OWN, MOST_PIECES


def put_in(
    session: Session,
    chosen: Sequence[str],
    *,
    person_id: int,
    now: datetime,
    new_id: Callable[[], str],
) -> int:
    """Put what was ticked at the end; how many pieces are new.

    What is there already stays where it is, what is no longer on offer is passed over.
    """
    offers = offers_of(session, person_id)
    wanted = [offers[key] for key in dict.fromkeys(chosen) if key in offers]
    if not wanted:
        raise RuleBroken("pieces", _("Tick what you want to put in."))
    refuse_too_many(session, person_id, len(wanted))
    return sum(
        new_piece(
            session, offer.kind, offer.subject, person_id=person_id, now=now, public_id=new_id()
        )
        for offer in wanted
    )


def new_piece(
    session: Session,
    kind: PieceKind,
    subject: str,
    *,
    person_id: int,
    now: datetime,
    public_id: str,
) -> bool:
    """A piece at the end; one that was taken out comes back instead. Whether it is new."""
    last = select(func.coalesce(func.max(PortfolioPiece.position), 0) + 1).where(
        PortfolioPiece.person_id == person_id
    )
    fresh = insert_new(
        session,
        PortfolioPiece,
        public_id=public_id,
        person_id=person_id,
        kind=kind,
        subject=subject,
        position=last.scalar_subquery(),
        put_in_at=now,
    )
    if not fresh:
        session.execute(
            update(PortfolioPiece)
            .where(
                PortfolioPiece.person_id == person_id,
                PortfolioPiece.kind == kind,
                PortfolioPiece.subject == subject,
            )
            .values(taken_out_at=None)
        )
    return fresh


def take_out(session: Session, public_id: str, *, person_id: int, now: datetime) -> None:
    """Take a piece out; it waits to be brought back. Repeated, it changes nothing."""
    _set_out(session, public_id, person_id, now)


def bring_back(session: Session, public_id: str, *, person_id: int) -> None:
    """Bring back what was taken out, to where it stood."""
    _set_out(session, public_id, person_id, None)


def move(session: Session, public_id: str, *, up: bool, person_id: int) -> None:
    """Exchange a piece with the one before or after it; at an end nothing changes."""
    rows = list(
        session.scalars(
            select(PortfolioPiece)
            .where(PortfolioPiece.person_id == person_id)
            .order_by(PortfolioPiece.position, PortfolioPiece.id)
            .with_for_update()
        )
    )
    shown = [row for row in rows if row.taken_out_at is None]
    here = next((n for n, row in enumerate(shown) if row.public_id == public_id), None)
    if here is None:
        raise NotThere
    there = here - 1 if up else here + 1
    if not 0 <= there < len(shown):
        return
    first, second = rows.index(shown[here]), rows.index(shown[there])
    rows[first], rows[second] = rows[second], rows[first]
    for position, row in enumerate(rows, 1):
        row.position = position


def refuse_too_many(session: Session, person_id: int, more: int, *, own: bool = False) -> None:
    """`RuleBroken` where a portfolio would grow past what it may hold."""
    there = select(func.count()).where(PortfolioPiece.person_id == person_id)
    most = MOST_PIECES
    if own:
        there, most = there.where(PortfolioPiece.kind == PieceKind.OWN), MOST_OWN
    if (session.scalar(there) or 0) + more > most:
        words = _(
            "A portfolio holds %(most)s pieces at most, of which %(own)s of your own.",
            most=MOST_PIECES,
            own=MOST_OWN,
        )
        raise RuleBroken("pieces", words)


def _set_out(session: Session, public_id: str, person_id: int, at: datetime | None) -> None:
    changed = session.scalar(
        update(PortfolioPiece)
        .where(PortfolioPiece.public_id == public_id, PortfolioPiece.person_id == person_id)
        .values(taken_out_at=at)
        .returning(PortfolioPiece.id)
    )
    if changed is None:
        raise NotThere
