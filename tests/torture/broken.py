"""Servers and modules that break a promise on purpose: the torture must notice each of them.

Served as `tests.torture.broken:late`, patched in for a while, and by nothing but `--teeth`.
"""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from unittest.mock import patch

from flask import Response, g, request
from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Session

from lms.app.start import start
from lms.certification.models import Certificate, FileState
from lms.certification.operations import drawing
from lms.vault.operations import seal
from lms.web.database import Application
from lms.web.form import Form
from lms.web.models import FormKey

DELAY = 0.4
A_MOMENT = 0.05
KEPT = timedelta(days=365)
ACCEPTED, FINISH, SEAL = Form.accepted, drawing.finish, seal


@cache
def _app() -> Application:
    return start()


def late(environ: dict[str, Any], begin: Any) -> Any:
    """A server that acknowledges before it commits."""
    Application._settle = _settle_late  # type: ignore[method-assign,assignment]
    return _app()(environ, begin)


def _settle_late(_app: Application, answer: Response) -> None:
    """Commit once the answer is on its way, and a moment later."""
    if answer.status_code >= 400:
        g.session.rollback()
        return
    session: Session = g.pop("session")

    def commit() -> None:
        time.sleep(DELAY)
        session.commit()
        session.close()

    answer.call_on_close(commit)


def hasty(environ: dict[str, Any], begin: Any) -> Any:
    """A server that takes the beginning of a body for the whole of it."""
    stream, got = environ["wsgi.input"], b""
    with suppress(OSError):
        while piece := stream.read(1):
            got += piece
    environ["wsgi.input"], environ["CONTENT_LENGTH"] = io.BytesIO(got), str(len(got))
    return _app()(environ, begin)


@contextmanager
def forms_without_keys() -> Iterator[None]:
    """A form that is sent twice counts twice."""
    with patch.object(Form, "_use_key", lambda _form: None):
        yield


@contextmanager
def check_then_insert() -> Iterator[None]:
    """Look whether a row is there, and insert it a moment later."""

    def slowly(session: Session, model: Any, **values: Any) -> bool:
        keys = {column.name for column in model.__table__.primary_key} & set(values)
        known = select(model).filter_by(**{name: values[name] for name in keys})
        if session.scalars(known).first() is not None:
            return False
        time.sleep(A_MOMENT)
        session.add(model(**values))
        session.flush()
        return True

    with patch("lms.web.form.insert_new", slowly):
        yield


@contextmanager
def late_writers() -> Iterator[None]:
    """SQLite's ordinary BEGIN for everybody: who read first comes too late to write."""

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    with patch("lms.kernel.database._begin_sqlite", begin):
        yield


@contextmanager
def copying() -> Iterator[None]:
    """Drafts of which a row elsewhere holds an open copy."""

    def copied(session: Session, keys: Any, place: Any, words: str, *, now: datetime) -> bytes:
        session.merge(FormKey(digest=words, location="", used_at=now + KEPT))
        return SEAL(session, keys, place, words, now=now)

    with patch("lms.drafts.operations.drafts.seal", copied):
        yield


@contextmanager
def quoting() -> Iterator[None]:
    """A log that quotes what was typed."""

    def accepted(form: Form) -> bool:
        logging.getLogger("sillage").warning("typed: %s", form.data)
        return ACCEPTED(form)

    with patch.object(Form, "accepted", accepted):
        yield


def trusting(app: Application) -> None:
    """Take whatever is asked for as a number."""

    def trust() -> None:
        int(request.args.get("q", "0"))

    app.before_request(trust)


@contextmanager
def drawing_unclaimed() -> Iterator[None]:
    """Workers that ask nobody before they draw, and hand out what they drew."""

    def claim(_session: Session, certificate_id: int, **_moment: Any) -> drawing.Claim:
        return drawing.Claim(certificate_id, 1)

    def finish(session: Session, claimed: drawing.Claim, kept: Any, *, now: datetime) -> bool:
        again = update(Certificate).where(Certificate.id == claimed.certificate_id)
        nothing = dict.fromkeys(("file_sha256", "file_kept_as", "file_key"))
        session.execute(
            again.values(file_state=FileState.REQUESTED, code_sealed=b"open", **nothing)
        )
        return FINISH(session, claimed, kept, now=now)

    with patch.object(drawing, "claim", claim), patch.object(drawing, "finish", finish):
        yield


@contextmanager
def letters_unmarked() -> Iterator[None]:
    """Letters that leave without being marked as sent."""
    with patch("lms.outbox.jobs.deliver._close", lambda *_words: None):
        yield
