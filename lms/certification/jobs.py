"""Background work of certification: documents to draw, counters to settle. Never in a web process.

Killed at any point, the work is taken up again and ends in exactly one document.
"""

from __future__ import annotations

import logging
from datetime import datetime

from flask import Flask
from sqlalchemy.orm import Session, sessionmaker

from lms.certification.operations import drawing, filing, settle
from lms.certification.operations.erasing import forget_old_names
from lms.certification.queries.retention import attempts_with_old_answers
from lms.certification.rules.pace import wait_after
from lms.kernel.database import reading
from lms.kernel.keys import Keys
from lms.learning.operations.erasing import forget_answers
from lms.printing.models import PrintingFailed, PrintingUnavailable, UnprintableText
from lms.printing.operations import render_in_child
from lms.retention.queries import kept_for
from lms.storage.operations import FileDamaged
from lms.vault.rules import SealBroken
from lms.web.page import now as present

DRAWN_AT_ONCE = 20
log = logging.getLogger("sillage")


def print_due(app: Flask, now: datetime | None = None) -> int:
    """Draw the documents whose time has come; how many became ready."""
    with _sessions(app)() as session:
        ids = drawing.due(reading(session), now=now or present(), limit=DRAWN_AT_ONCE)
    return sum(print_certificate(app, certificate_id, now) for certificate_id in ids)


def print_certificate(app: Flask, certificate_id: int, now: datetime | None = None) -> bool:
    """Draw one document unless another worker has it; whether it became ready."""
    with _sessions(app).begin() as session:
        claimed = drawing.claim(session, certificate_id, now=now or present())
    if claimed is None:
        return False
    try:
        return _kept(app, claimed, _drawn(app, claimed), now or present())
    except (PrintingFailed, SealBroken, OSError) as failure:
        _put_off(app, claimed, failure, now or present())
        return False


def settle_due(app: Flask, now: datetime | None = None) -> int:
    """Settle counters that no page has asked for; how many."""
    with _sessions(app).begin() as session:
        return settle(session, now=now or present())


def seal_files(app: Flask, now: datetime | None = None) -> int:
    """Seal documents that were drawn before documents were sealed at rest; how many."""
    keys, store = app.extensions["sillage.keys"], app.extensions["sillage.settings"].files
    with _sessions(app)() as session:
        ids = filing.unsealed(reading(session))
    done = 0
    for certificate_id in ids:
        try:
            with _sessions(app).begin() as session:
                done += filing.seal_one(session, keys, store, certificate_id, now=now or present())
        except (FileDamaged, SealBroken, OSError) as failure:
            log.warning("certificate %s was not sealed: %s", certificate_id, type(failure).__name__)
    return done


def forget_old(app: Flask, now: datetime) -> int:
    """Delete answers, and erase names, that were kept for long enough; how many."""
    with _sessions(app).begin() as session:
        certified = now - kept_for(session, "answers")
        attempts = attempts_with_old_answers(session, before=certified)
        answers = forget_answers(session, attempts)
        issued = now - kept_for(session, "certificate_names")
        return answers + forget_old_names(session, before=issued, now=now)


def _drawn(app: Flask, claimed: drawing.Claim) -> bytes:
    """The document, complete."""
    keys: Keys = app.extensions["sillage.keys"]
    settings = app.extensions["sillage.settings"]
    with _sessions(app)() as session:
        document = drawing.document_of(
            reading(session), keys, claimed, public_url=settings.public_url
        )
    return render_in_child(document)


def _kept(app: Flask, claimed: drawing.Claim, content: bytes, now: datetime) -> bool:
    """Seal and hand out in one transaction: the person's key must not change in between."""
    keys, store = app.extensions["sillage.keys"], app.extensions["sillage.settings"].files
    with _sessions(app).begin() as session:
        place = filing.place_of(session, claimed.certificate_id)
        kept = filing.keep_sealed(session, keys, store, place, content)
        finished = drawing.finish(session, claimed, kept, now=now)
    if not finished:
        # Another worker was first, or the person was erased: nobody knows of these bytes.
        store.remove(kept.name)
    return finished


def _put_off(app: Flask, claimed: drawing.Claim, failure: Exception, now: datetime) -> None:
    hopeless = isinstance(failure, UnprintableText | SealBroken)
    # The failure's own words may quote the document; only what to install is safe to tell.
    words = str(failure) if isinstance(failure, PrintingUnavailable) else type(failure).__name__
    log.warning("certificate %s was not drawn: %s", claimed.certificate_id, words)
    wait = wait_after(claimed.attempt, hopeless=hopeless)
    with _sessions(app).begin() as session:
        drawing.put_off(session, claimed, wait, now=now)


def _sessions(app: Flask) -> sessionmaker[Session]:
    sessions: sessionmaker[Session] = app.extensions["sillage.sessions"]
    return sessions
