"""Background work of attendance: sheets to draw, people to remind, evidence to forget."""

from __future__ import annotations

import logging
from datetime import datetime

from lms.attendance.operations import papers
from lms.attendance.operations.erasing import forget_attendance
from lms.attendance.operations.reminding import remind_people, sessions_to_remind
from lms.kernel.database import reading
from lms.kernel.keys import Keys
from lms.printing.models import PrintingFailed, PrintingUnavailable, UnprintableText
from lms.printing.operations import render_in_child
from lms.printing.rules import wait_after
from lms.retention.queries import kept_for
from lms.vault.rules import SealBroken
from lms.web.database import Application, db
from lms.web.page import now as present

DRAWN_AT_ONCE = 20
log = logging.getLogger("sillage")


def print_due(app: Application, now: datetime | None = None) -> int:
    """Draw the sheets whose time has come; how many became ready."""
    with app.extensions["sillage.sessions"]() as session:
        ids = papers.due(reading(session), now=now or present(), limit=DRAWN_AT_ONCE)
    return sum(print_sheet(app, paper_id, now or present()) for paper_id in ids)


def print_sheet(app: Application, paper_id: int, now: datetime) -> bool:
    """Draw one sheet unless another worker has it; whether it became ready."""
    sessions, keys = app.extensions["sillage.sessions"], _keys(app)
    with sessions.begin() as session:
        claimed = papers.claim(session, paper_id, now=now)
    if claimed is None:
        return False
    try:
        with sessions() as session:
            document = papers.document_of(reading(session), keys, claimed)
        if document is None:
            return False
        pdf = render_in_child(document)
        store = app.extensions["sillage.settings"].files
        with sessions.begin() as session:
            return papers.keep_paper(session, keys, store, claimed, pdf, now=now)
    except (PrintingFailed, SealBroken, OSError) as failure:
        _put_off(app, claimed, failure, now)
        return False


def remind(app: Application, *, now: datetime) -> int:
    """Remind people of tomorrow's sessions; how many letters."""
    sessions = app.extensions["sillage.sessions"]
    with sessions() as session:
        ids = sessions_to_remind(reading(session), now=now)
    done = 0
    for held_id in ids:
        with sessions.begin() as session:
            done += remind_people(session, held_id, now=now)
    return done


def forget(app: Application, *, now: datetime) -> int:
    """Delete the lines of people who were erased long ago; how many."""
    with app.app_context(), db.writing() as session:
        before = (now - kept_for(session, "training_evidence")).date()
        return forget_attendance(session, before=before)


def forget_papers(app: Application, *, now: datetime) -> int:
    """Delete the documents of sessions that were over long ago; how many."""
    with app.app_context(), db.writing() as session:
        before = now - kept_for(session, "training_evidence")
        return papers.forget_papers(session, before=before, now=now)


def _put_off(app: Application, claimed: papers.Claim, failure: Exception, now: datetime) -> None:
    hopeless = isinstance(failure, UnprintableText | SealBroken)
    # The failure's own words may quote the document; only what to install is safe to tell.
    words = str(failure) if isinstance(failure, PrintingUnavailable) else type(failure).__name__
    log.warning("sheet %s was not drawn: %s", claimed.paper_id, words)
    wait = wait_after(claimed.attempt, hopeless=hopeless)
    with app.extensions["sillage.sessions"].begin() as session:
        papers.put_off(session, claimed, wait, now=now)


def _keys(app: Application) -> Keys:
    keys: Keys = app.extensions["sillage.keys"]
    return keys
