"""Documents at rest: nobody who takes the disk reads them; those drawn before are sealed too."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy.orm import Session

from lms.certification import jobs
from lms.certification.models import Certificate, FileState
from lms.kernel.actor import Role
from lms.kernel.keys import Keys
from lms.storage import jobs as storage
from lms.storage.operations import Folder, keep
from lms.vault.operations.files import forget_key
from lms.vault.rules import SealBroken
from lms.web.database import Application
from lms.web.page import now
from tests.certification.earned import document, earned, issued
from tests.client import Client
from tests.make import Make

WORDS = b"%PDF an old document that names Awa Diop"


def folder(app: Application) -> Folder:
    kept: Folder = app.extensions["sillage.settings"].files
    return kept


def drawn_before(app: Application, session: Session, held: Certificate, words: bytes) -> str:
    """A document as it was kept before documents were sealed."""
    held.file_sha256 = keep(folder(app), words)
    held.file_state, held.code_sealed = FileState.READY, None
    session.commit()
    return held.file_sha256


def test_a_drawn_document_lies_sealed_on_the_disk_and_opens_for_its_holder(
    app: Application, session: Session, make: Make, client: Client, keys: Keys
) -> None:
    one = earned(make)
    held, _token = issued(make, keys, one)
    assert jobs.print_due(app) == 1
    session.expire_all()
    on_disk = folder(app).path_of(str(held.file_kept_as)).read_bytes()
    assert b"%PDF" not in on_disk
    assert b"/Title" not in on_disk

    client.sign_in(one.person, role=Role.TRAINEE)
    answer = client.open(f"/certificates/{held.public_id}/file")
    assert answer.data.startswith(b"%PDF-")
    assert sha256(answer.data).hexdigest() == held.file_sha256
    assert answer.headers["ETag"] == f'"{held.file_sha256}"'


def test_a_document_drawn_before_is_still_handed_out_then_sealed_and_its_old_bytes_deleted(
    app: Application, session: Session, make: Make, keys: Keys
) -> None:
    held, _token = issued(make, keys, earned(make))
    plain = drawn_before(app, session, held, WORDS)
    assert document(app, session, held) == WORDS

    moment = now()
    assert jobs.seal_files(app, moment) == 1
    assert jobs.seal_files(app, moment) == 0
    session.expire_all()
    assert (document(app, session, held), held.file_sha256) == (WORDS, plain)
    assert folder(app).path_of(plain).exists(), "a download may still be reading it"
    assert storage.forget_unwanted(app, now=moment + timedelta(hours=2)) == 1
    assert not folder(app).path_of(plain).exists()
    assert document(app, session, held) == WORDS


def test_a_missing_document_does_not_keep_the_others_from_being_sealed(
    app: Application, session: Session, make: Make, keys: Keys
) -> None:
    lost, _token = issued(make, keys, earned(make))
    folder(app).remove(drawn_before(app, session, lost, b"%PDF lost"))
    found, _token = issued(make, keys, earned(make))
    drawn_before(app, session, found, WORDS + b" again")
    assert jobs.seal_files(app, now()) == 1


def test_the_sealed_bytes_open_for_nobody_without_the_persons_key(
    app: Application, session: Session, make: Make, keys: Keys
) -> None:
    held, _token = issued(make, keys, earned(make))
    drawn_before(app, session, held, WORDS)
    jobs.seal_files(app, now())
    session.expire_all()
    forget_key(session, held.person_id)
    with pytest.raises(SealBroken):
        document(app, session, held)
