"""Housekeeping of learning: forgetting what was kept for long enough, sealing what was not yet."""

from __future__ import annotations

from datetime import datetime

from lms.learning.operations.erasing import (
    forget_evidence,
    forget_old_contacts,
    forget_old_exchanges,
    forget_old_reading,
)
from lms.learning.operations.invitations import purge_invitations
from lms.learning.operations.joining_by_link import purge_letters
from lms.learning.operations.requests import purge_requests
from lms.learning.operations.typed_answers import seal_plain_answers
from lms.learning.queries.typed_answers import attempts_in_plain_words
from lms.retention.queries import kept_for
from lms.web.database import Application, db
from lms.web.page import new_token


def purge(app: Application, *, now: datetime) -> int:
    """Delete invitations and letters and requests to join that ended some time ago; how many."""
    with app.app_context(), db.writing() as session:
        return (
            purge_invitations(session, now=now)
            + purge_letters(session, now=now)
            + purge_requests(session, now=now)
        )


def forget_exchanges(app: Application, *, now: datetime) -> int:
    """Delete exchanges, pauses and moved deadlines of trainings that ended long ago; how many."""
    with app.app_context(), db.writing() as session:
        before = (now - kept_for(session, "exchanges")).date()
        return forget_old_exchanges(session, before=before, now=now)


def forget_reading(app: Application, *, now: datetime) -> int:
    """Delete comments and places of reading that were kept for long enough; how many."""
    with app.app_context(), db.writing() as session:
        comments = now - kept_for(session, "comments")
        places = now - kept_for(session, "reading_places")
        return forget_old_reading(session, comments=comments, places=places)


def seal_typed(app: Application, *, now: datetime) -> int:
    """Seal what was typed into checks before such words were sealed; how many answers."""
    keys = app.extensions["sillage.keys"]
    with app.app_context(), db.writing() as session:
        attempts = attempts_in_plain_words(session)
    done = 0
    for attempt_id in attempts:
        with app.app_context(), db.writing() as session:
            done += seal_plain_answers(session, keys, attempt_id, now=now, token=new_token)
    return done


def forget_contacts(app: Application, *, now: datetime) -> int:
    """Delete that tutors answered, once the evidence of it has had its time; how many."""
    with app.app_context(), db.writing() as session:
        before = (now - kept_for(session, "contacts")).date()
        return forget_old_contacts(session, before=before)


def forget(app: Application, *, now: datetime) -> int:
    """Delete the steps and attempts of people who were erased long ago; how many rows."""
    with app.app_context(), db.writing() as session:
        before = (now - kept_for(session, "training_evidence")).date()
        return forget_evidence(session, before=before)
