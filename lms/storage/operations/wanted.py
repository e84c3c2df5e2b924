"""Deleting what nothing needs any more: the wish with the facts, the deletion after them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lms.kernel.database import insert_new
from lms.storage.models import UnwantedFile

FORGOTTEN_AT_ONCE = 200


def unwanted(session: Session, name: str, *, due_at: datetime) -> None:
    """Ask for a file's deletion in the transaction that makes it useless; see `due_files`."""
    insert_new(session, UnwantedFile, name=name, due_at=due_at)


def expected(session: Session, name: str, *, due_at: datetime) -> None:
    """Before a file is kept: it goes then, unless it is wanted meanwhile; never sooner."""
    unwanted(session, name, due_at=due_at)
    sooner = (UnwantedFile.name == name, UnwantedFile.due_at < due_at)
    session.execute(update(UnwantedFile).where(*sooner).values(due_at=due_at))


def wanted_again(session: Session, name: str) -> None:
    """A file that was on its way out is needed after all."""
    session.execute(delete(UnwantedFile).where(UnwantedFile.name == name))


def due_files(session: Session, *, now: datetime) -> Sequence[str]:
    """The next files to delete; their rows go once they are gone (`deleted`)."""
    due = select(UnwantedFile.name).where(UnwantedFile.due_at <= now).order_by(UnwantedFile.name)
    return session.scalars(due.limit(FORGOTTEN_AT_ONCE)).all()


def deleted(session: Session, names: Sequence[str]) -> None:
    """These files are gone from the store."""
    session.execute(delete(UnwantedFile).where(UnwantedFile.name.in_(names)))
