"""Starting the server: refuse, with one clear line, what would not be safe."""

from __future__ import annotations

import sys

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from lms.app import logs
from lms.app.backup.restore import is_unfinished
from lms.app.bell import hang_bell
from lms.app.factory import create_app
from lms.app.memory import settle
from lms.app.metrics import count_requests
from lms.app.migrations import head_revision, present_revision
from lms.app.settings import SettingRefused
from lms.kernel.keys import Keys
from lms.vault.operations.keyring import root_key_fits, take_up
from lms.vault.queries import check_values, wrapped_by_others
from lms.web.database import Application
from lms.web.page import now


def start() -> Application:
    """The application for a server; exits with status 2 and one line when it must not start."""
    try:
        app = ready_app()
        logs.set_up(app.extensions["sillage.settings"])
        count_requests(app)
        settle()
    except SettingRefused as refused:
        print(f"sillage: {refused}", file=sys.stderr)  # noqa: T201 - no logging is set up yet
        raise SystemExit(2) from None
    return app


def ready_app() -> Application:
    """The application on a database that fits it; `SettingRefused` otherwise."""
    app = create_app()
    if is_unfinished(app.extensions["sillage.settings"]):
        raise SettingRefused("SILLAGE_DATA: a restore did not end here (run: lms restore)")
    refuse_unready(app)
    # A server may fork from here: two processes must never share one connection.
    app.extensions["sillage.engine"].dispose()
    hang_bell(app)
    return app


def refuse_unready(app: Application) -> None:
    """Check migrations and root key; `SettingRefused` tells what to do."""
    engine: Engine = app.extensions["sillage.engine"]
    keys: Keys = app.extensions["sillage.keys"]
    try:
        revision = present_revision(engine)
    except OperationalError:
        raise SettingRefused(
            "SILLAGE_DATABASE: the database cannot be reached (a new one is made by: lms migrate)"
        ) from None
    if revision != head_revision():
        raise SettingRefused("the database is not migrated (run: lms migrate)")
    with Session(engine) as session, session.begin():
        _take_up_keys(session, keys)


def _take_up_keys(session: Session, keys: Keys) -> None:
    if not root_key_fits(session, keys, first_start=True):
        raise SettingRefused("SILLAGE_ROOT_KEY_FILE: not the key that sealed this database")
    if wrapped_by_others(session, check_values(keys)):
        raise SettingRefused(
            "SILLAGE_PREVIOUS_ROOT_KEY_FILE: some keys still need the root key before"
            " (set it and run: lms keys rotate)"
        )
    take_up(session, keys, now=now())
