"""Background work of privacy: making exports, forgetting them, erasing people whose day has come.

How an export is taken up, sealed and finished stands in `lms.exports`; here is what it holds.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import flask_babel
from flask import Flask
from sqlalchemy.orm import Session, sessionmaker

from lms.assessment.queries.exemptions import exemption_files_of
from lms.assessment.queries.files import files_of, reader_of_work
from lms.certification.operations.filing import reader_of
from lms.certification.queries.certificates import documents_of
from lms.exports.models import ExportKind
from lms.exports.operations import Claim, making
from lms.exports.operations import forget_expired as forget_expired_exports
from lms.exports.operations.making import due_exports
from lms.kernel.database import reading
from lms.kernel.keys import Keys
from lms.portfolio.queries.pieces import pieces_of, reader_of_own
from lms.privacy.operations import erasures
from lms.privacy.operations.erasing import Erasing
from lms.privacy.queries.contents import contents_of
from lms.privacy.render.archive import Attachment, Making, archive_of
from lms.privacy.rules.erasures import list_path
from lms.retention.queries import kept_for
from lms.web.errors import trace_of
from lms.web.page import new_token

log = logging.getLogger("sillage")


def make_due(app: Flask, *, now: datetime) -> int:
    """Make the exports of everything that wait; how many became ready."""
    found = due_exports(_sessions(app), ExportKind.EVERYTHING, now=now)
    return sum(make_export(app, export_id, now=now) for export_id in found)


def make_export(app: Flask, export_id: int, *, now: datetime) -> bool:
    """Make one export unless another worker has it; whether it became ready."""
    keys: Keys = app.extensions["sillage.keys"]
    archive = partial(_archive, app, now)
    return making.make_export(
        _sessions(app), keys, export_id, archive, now=now, failed=_tell_failure
    )


def forget_expired(app: Flask, *, now: datetime) -> int:
    """Delete the exports whose day is over; how many."""
    with _sessions(app).begin() as session:
        return forget_expired_exports(session, now=now)


def erase_due(app: Flask, *, now: datetime) -> int:
    """Erase the people whose day has come, each in a transaction of their own; how many."""
    keys: Keys = app.extensions["sillage.keys"]
    list_file = list_path(app.extensions["sillage.settings"].data)
    with _sessions(app)() as session:
        due = erasures.due_erasures(reading(session), now=now)
    done = 0
    for erasure_id in due:
        how = Erasing(token=new_token(), today=now.date(), now=now)
        with _sessions(app).begin() as session:
            done += erasures.carry_out(session, keys, erasure_id, list_file=list_file, how=how)
    return done


def forget_wishes(app: Flask, *, now: datetime) -> int:
    """Delete wishes to be erased that were answered long ago; how many."""
    with _sessions(app).begin() as session:
        before = now - kept_for(session, "erasures")
        return erasures.forget_wishes(session, before=before)


def _tell_failure(claimed: Claim, failure: Exception) -> None:
    # The failure's own words may quote what people wrote: its place and kind are enough.
    log.error("export %s was not made: %s", claimed.id, trace_of(failure))


def _archive(app: Flask, now: datetime, claimed: Claim) -> Iterator[bytes]:
    keys: Keys = app.extensions["sillage.keys"]
    store = app.extensions["sillage.settings"].files
    with _sessions(app)() as session:
        reading(session)
        contents = contents_of(session, keys, claimed.person_id, claimed.locale)
        documents = documents_of(session, claimed.person_id)
        content = reader_of(session, keys, store, documents)
        works = files_of(session, keys, claimed.person_id)
        works += exemption_files_of(session, keys, claimed.person_id)
        work_content = reader_of_work(session, keys, store, [claimed.person_id])
        pieces = pieces_of(session, keys, claimed.person_id)
        own_content = reader_of_own(session, keys, store, claimed.person_id)
    making = Making(
        contents=contents,
        documents=documents,
        content=content,
        attachments=[
            *(Attachment(name=name, content=partial(work_content, file)) for name, file in works),
            *(
                Attachment(
                    name=piece.file.name,
                    content=partial(own_content, piece.file),
                    folder="portfolio/",
                )
                for piece in pieces
                if piece.file
            ),
        ],
        locale=claimed.locale,
        zone=ZoneInfo(claimed.time_zone),
        made_at=now,
    )
    with app.app_context(), flask_babel.force_locale(claimed.locale):
        yield from archive_of(app.jinja_env, making)


def _sessions(app: Flask) -> sessionmaker[Session]:
    sessions: sessionmaker[Session] = app.extensions["sillage.sessions"]
    return sessions
