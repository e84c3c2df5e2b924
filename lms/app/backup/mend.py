"""What a backup cannot know: who was erased since, and that nobody is signed in any more."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session, sessionmaker

from lms.accounts.models import SignIn
from lms.journal import operations as journal
from lms.journal.jobs import mark_head
from lms.journal.rules.marks import MarkKind
from lms.kernel.keys import Keys
from lms.privacy.operations.reapply import reapply_erasures
from lms.web.database import Application


def erase_again(app: Application, erasures: Path, *, now: datetime) -> int:
    """Erase again whoever the list of the erased holds; how many."""
    sessions: sessionmaker[Session] = app.extensions["sillage.sessions"]
    keys: Keys = app.extensions["sillage.keys"]
    return reapply_erasures(sessions, keys, erasures, now=now)


def close_sign_ins(session: Session, *, now: datetime) -> int:
    """End every open sign-in: a device that was signed out since must not be in again."""
    ended = session.execute(
        update(SignIn).where(SignIn.revoked_at.is_(None)).values(revoked_at=now)
    )
    return ended.rowcount if isinstance(ended, CursorResult) else 0


def tell(app: Application, backup_id: str, *, now: datetime) -> None:
    """Journal the restore, and mark outside that the chain goes on from here."""
    sessions: sessionmaker[Session] = app.extensions["sillage.sessions"]
    mark_head(app, now=now, kind=MarkKind.RESTORED)
    with sessions.begin() as session:
        journal.record(
            session, "app.restore", now=now, actor_id=None, subject=("backup", backup_id)
        )
