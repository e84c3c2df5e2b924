"""Work done in the background: deleting the texts whose time is up."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session, sessionmaker

from lms.retention.queries import kept_for
from lms.supervision.operations.forget_facts import forget_facts
from lms.supervision.operations.release import close_gone
from lms.supervision.operations.texts import purge_texts
from lms.web.database import Application


def purge(app: Application, *, now: datetime) -> int:
    """Delete aide-mémoires and old shared texts that are due; how many were deleted."""
    factory: sessionmaker[Session] = app.extensions["sillage.sessions"]
    with factory() as session, session.begin():
        purged = purge_texts(session, today=now.date(), now=now)
        # Only those whose text is gone by now: nobody waits for an answer that cannot come.
        close_gone(session, now=now)
        return purged


def forget(app: Application, *, now: datetime) -> int:
    """Delete supervision facts that are older than the rule; how many rows."""
    factory: sessionmaker[Session] = app.extensions["sillage.sessions"]
    with factory() as session, session.begin():
        kept = kept_for(session, "supervision_facts")
        return forget_facts(session, kept=kept, today=now.date(), now=now)
