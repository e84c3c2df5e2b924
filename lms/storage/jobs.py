"""What the worker does for the store: delete the files that nothing needs any more."""

from __future__ import annotations

from datetime import datetime

from lms.storage.operations import Store, deleted, due_files
from lms.web.database import Application, db


def forget_unwanted(app: Application, *, now: datetime) -> int:
    """Delete unwanted files; how many. A file goes before its row, so that none is left behind."""
    store: Store = app.extensions["sillage.settings"].files
    with app.app_context():
        with db.reading() as session:
            names = due_files(session, now=now)
        for name in names:
            store.remove(name)
        if names:
            with db.writing() as session:
                deleted(session, names)
    return len(names)
