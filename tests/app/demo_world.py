"""The demo's people on a database of their own: all that is there was done by operations."""

from __future__ import annotations

from pathlib import Path

from lms.app.factory import create_app
from lms.app.rounds import EVERY_MINUTE
from lms.app.start import refuse_unready
from lms.catalogue.commands import STARTER, import_folder
from lms.demo.operations import load
from lms.journal.jobs import mark_head
from lms.web.database import Application, db
from lms.web.page import keys, new_token, now
from tests.conftest import settings_for
from tests.databases import Databases
from tests.make import password_hash


def demo_app(databases: Databases, folder: Path) -> Application:
    """The application, started; documents are drawn, letters sent, the journal is marked."""
    app = create_app(settings_for(databases.fresh(), folder))
    refuse_unready(app)
    with app.app_context():
        import_folder(STARTER)
        with db.writing() as session:
            load(session, keys=keys(), password_hash=password_hash(), now=now(), token=new_token)
    for work in EVERY_MINUTE.values():
        while work(app, now=now()):
            pass
    mark_head(app, now=now())
    return app
