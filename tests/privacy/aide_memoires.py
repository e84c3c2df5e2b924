"""Aide-mémoires, requests to read them and released copies, in the shape that operations leave."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from lms.kernel.keys import Keys
from lms.supervision.models import (
    ReleasedText,
    ReleaseRequest,
    ReleaseState,
    SessionText,
    TextKind,
)
from lms.supervision.rules.releases import released_place
from lms.vault.operations import seal
from lms.vault.rules import Place
from lms.web.page import new_token, now
from tests.make import today
from tests.supervision.held import Held


def keep_aide_memoire(session: Session, keys: Keys, held: Held, words: str) -> SessionText:
    """What the supervisor of a session keeps about its first participant."""
    public_id, author = new_token(), held.session.supervisor_id
    place = Place("session_texts", public_id, "sealed", author, held.part.organisation_id)
    text = SessionText(
        public_id=public_id,
        participation_id=held.part.id,
        kind=TextKind.PRIVATE,
        author_id=author,
        sealed=seal(session, keys, place, words, now=now()),
        version=1,
        updated_at=now(),
        purge_on=held.session.held_on + timedelta(days=90),
    )
    session.add(text)
    session.flush()
    return text


def ask_for(session: Session, held: Held) -> ReleaseRequest:
    """The participant's request, not answered yet."""
    request = ReleaseRequest(
        public_id=new_token(),
        participation_id=held.part.id,
        asker_id=held.part.trainee_id,
        author_id=held.session.supervisor_id,
        asked_at=now(),
        answer_by=today() + timedelta(days=30),
    )
    session.add(request)
    session.flush()
    return request


def release(session: Session, keys: Keys, held: Held, words: str) -> ReleaseRequest:
    """A request whose answer is these words."""
    request = ask_for(session, held)
    request.state, request.answered_at = ReleaseState.RELEASED, now()
    public_id = new_token()
    sealed = seal(session, keys, released_place(public_id, request.asker_id), words, now=now())
    session.add(ReleasedText(request_id=request.id, public_id=public_id, sealed=sealed))
    session.flush()
    return request
