"""Work done in the background: deleting the texts whose time is up."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session, sessionmaker

from lms.supervision.operations.texts import purge_texts
from lms.web.database import Application


def purge(app: Application, *, now: datetime) -> int:
    """Delete aide-mémoires and old shared texts that are due; how many were deleted."""
    factory: sessionmaker[Session] = app.extensions["sillage.sessions"]
    with factory() as session, session.begin():
        return purge_texts(session, today=now.date(), now=now)
