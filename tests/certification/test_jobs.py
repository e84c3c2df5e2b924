"""Drawing documents: exactly one each, whoever is killed and whatever fails."""

from __future__ import annotations

import io
from datetime import timedelta

import pypdf
import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.certification import jobs
from lms.certification.models import Certificate, FileState
from lms.certification.operations import drawing
from lms.certification.operations.filing import Kept
from lms.certification.rules.codes import code_from, spaced
from lms.certification.rules.pace import LEASE
from lms.journal.models import JournalEntry
from lms.kernel.keys import Keys
from lms.printing.models import CertificateDocument
from lms.printing.operations import render_in_child
from lms.storage.operations import keep
from lms.vault.models import PersonKey
from lms.web.database import Application
from lms.web.page import now
from tests.certification.earned import document, earned, issued
from tests.make import Make


def the_certificate(session: Session) -> Certificate:
    session.commit()
    session.expire_all()
    return session.scalars(select(Certificate)).one()


def prints(session: Session) -> int:
    entries = select(JournalEntry).where(JournalEntry.action == "certification.print")
    return len(session.scalars(entries).all())


def test_the_document_is_drawn_and_then_only_it_holds_the_code(
    app: Application, session: Session, make: Make, keys: Keys
) -> None:
    one = earned(make, unanswered=90)
    _held, token = issued(make, keys, one)
    assert jobs.print_due(app) == 1

    held = the_certificate(session)
    assert held.file_state is FileState.READY
    assert held.code_sealed is None
    pdf = document(app, session, held)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    bare = "".join(text.split())
    for fact in (held.number, spaced(code_from(token)), "AwaDiop", "4h", "1h30"):
        assert fact in bare
    assert jobs.print_due(app) == 0
    assert prints(session) == 1


def test_two_workers_do_not_draw_the_same_document(
    app: Application, session: Session, make: Make, keys: Keys
) -> None:
    held, _token = issued(make, keys, earned(make))
    with app.extensions["sillage.sessions"].begin() as first:
        assert drawing.claim(first, held.id, now=now()) is not None
    with app.extensions["sillage.sessions"].begin() as second:
        assert drawing.claim(second, held.id, now=now()) is None
    assert jobs.print_due(app) == 0


def claim_and(app: Application, certificate_id: int, keys: Keys, steps: int) -> drawing.Claim:
    """The work of a worker that is killed after some steps: claim, draw, keep."""
    sessions = app.extensions["sillage.sessions"]
    with sessions.begin() as session:
        claimed = drawing.claim(session, certificate_id, now=now())
    assert claimed is not None
    if steps > 1:
        with sessions() as session:
            document: CertificateDocument = drawing.document_of(
                session, keys, claimed, public_url="http://localhost"
            )
        drawn = render_in_child(document)
        if steps > 2:
            keep(app.extensions["sillage.settings"].files, drawn)
    return claimed


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_a_worker_killed_between_two_steps_leaves_exactly_one_document(
    app: Application, session: Session, make: Make, keys: Keys, steps: int
) -> None:
    held, _token = issued(make, keys, earned(make))
    claim_and(app, held.id, keys, steps)
    assert jobs.print_due(app) == 0
    assert jobs.print_due(app, now() + LEASE + timedelta(seconds=1)) == 1
    done = the_certificate(session)
    assert (done.file_state, done.attempts) == (FileState.READY, 2)
    assert prints(session) == 1


def test_a_slow_worker_that_was_overtaken_changes_nothing(
    app: Application, session: Session, make: Make, keys: Keys
) -> None:
    held, _token = issued(make, keys, earned(make))
    slow = claim_and(app, held.id, keys, 1)
    later = now() + LEASE + timedelta(seconds=1)
    assert jobs.print_certificate(app, held.id, later)
    before = the_certificate(session).file_sha256
    with app.extensions["sillage.sessions"].begin() as other:
        kept = Kept(sha256="f" * 64, name="e" * 64, key=b"k")
        assert not drawing.finish(other, slow, kept, now=later)
        assert not drawing.put_off(other, slow, LEASE, now=later)
    assert the_certificate(session).file_sha256 == before
    assert prints(session) == 1


def test_what_cannot_be_drawn_stays_in_preparation_and_is_tried_later(
    app: Application, session: Session, make: Make, keys: Keys
) -> None:
    held, _token = issued(make, keys, earned(make))
    session.execute(update(PersonKey).values(wrapped=b"x" * 60))
    session.commit()
    assert jobs.print_due(app) == 0
    waiting = the_certificate(session)
    assert waiting.file_state is FileState.REQUESTED
    assert waiting.next_attempt_at > now() + timedelta(hours=23)
    assert held.id == waiting.id


def test_a_document_is_the_same_bytes_when_it_is_drawn_again(
    app: Application, session: Session, make: Make, keys: Keys
) -> None:
    held, _token = issued(make, keys, earned(make))
    claimed = claim_and(app, held.id, keys, 1)
    with app.extensions["sillage.sessions"]() as reading:
        document = drawing.document_of(reading, keys, claimed, public_url="http://localhost")
    assert render_in_child(document) == render_in_child(document)
