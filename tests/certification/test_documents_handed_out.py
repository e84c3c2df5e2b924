"""Who downloads a document: the person and the issuing organisation, each time written down."""

from __future__ import annotations

import csv
import io
import zipfile

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from lms.certification import jobs
from lms.certification.models import Certificate, CertificateState, FileState
from lms.journal.models import JournalEntry
from lms.kernel.actor import Role
from lms.kernel.keys import Keys
from lms.storage.operations import keep
from lms.web.database import Application
from lms.web.page import new_token, now
from tests.certification.earned import Earned, earned, issued, place
from tests.client import Client
from tests.make import Make


def as_manager(client: Client, one: Earned) -> None:
    client.sign_in(one.manager, role=Role.MANAGER, organisation=one.organisation)


def drawn(app: Application, session: Session, held: Certificate, content: bytes = b"") -> None:
    """Ready, without the second that a true drawing takes."""
    held.file_sha256 = keep(
        app.extensions["sillage.settings"].files, content or f"%PDF {held.number}".encode()
    )
    held.file_state, held.code_sealed = FileState.READY, None
    session.commit()


def downloads(session: Session) -> int:
    session.commit()
    asked = select(func.count()).where(JournalEntry.action == "certification.download")
    return session.scalars(asked).one()


def test_the_person_downloads_what_the_worker_drew(
    app: Application, session: Session, make: Make, client: Client, keys: Keys
) -> None:
    one = earned(make)
    held, _token = issued(make, keys, one)
    client.sign_in(one.person, role=Role.TRAINEE)
    path = f"/certificates/{held.public_id}/file"
    assert path not in client.read("/certificates").html
    client.read(path, 404)
    jobs.print_due(app)
    assert path in client.read("/certificates").html

    answer = client.open(path)
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "_diop_awa.pdf" in answer.headers["Content-Disposition"]
    again = client.open(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert downloads(session) == 1


def test_only_the_person_and_the_issuing_organisation_download(
    app: Application, session: Session, make: Make, client: Client, keys: Keys
) -> None:
    one = earned(make)
    held, _token = issued(make, keys, one)
    drawn(app, session, held)
    path = f"/certificates/{held.public_id}/file"
    as_manager(client, one)
    assert client.open(path).status_code == 200
    elsewhere = make.organisation()
    strangers = [
        (make.trainee(one.organisation), Role.TRAINEE, None),
        (one.supervisor, Role.SUPERVISOR, None),
        (make.manager(elsewhere), Role.MANAGER, elsewhere),
    ]
    missing = client.open("/certificates/nothing/file")
    for person, role, organisation in strangers:
        client.sign_in(person, role=role, organisation=organisation)
        answer = client.open(path)
        assert answer.status_code == missing.status_code == 404
    assert downloads(session) == 1


def test_a_person_without_any_role_keeps_their_certificates(
    app: Application, session: Session, make: Make, client: Client, keys: Keys
) -> None:
    one = earned(make)
    held, _token = issued(make, keys, one)
    drawn(app, session, held)
    from lms.accounts.models import Membership, MembershipState

    for membership in session.scalars(
        select(Membership).where(Membership.person_id == one.person.id)
    ):
        membership.state = MembershipState.ENDED
    client.sign_in(one.person)
    assert held.public_id in client.read("/certificates").html
    assert client.open(f"/certificates/{held.public_id}/file").status_code == 200


def test_an_archive_of_fifty_has_every_document_once_and_an_index(
    app: Application, session: Session, make: Make, client: Client, keys: Keys
) -> None:
    at = place(make)
    family = ["Diop", "=cmd()", "Le Goff", "Çelik", "Наталья"]
    people = [earned(make, at=at, family=family[n % 5]) for n in range(50)]
    held = [issued(make, keys, one)[0] for one in people]
    for certificate in held:
        drawn(app, session, certificate, f"%PDF {certificate.number}".encode() * 2_000)
    as_manager(client, people[0])
    register = client.read(people[0].register_path)
    token = register.form(f"{people[0].register_path}/zip").fields["csrf_token"]

    answer = client.open(
        f"{people[0].register_path}/zip",
        method="POST",
        data={"csrf_token": token, "certificate": [c.public_id for c in held]},
    )
    assert answer.is_streamed
    assert len(answer.data) == answer.content_length
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert archive.testzip() is None
    assert len(set(archive.namelist())) == 51
    assert all(item.compress_type == zipfile.ZIP_STORED for item in archive.infolist())
    index = archive.read("index.csv").decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(index), delimiter=";"))[1:]
    assert {line[2] for line in lines} == {c.number for c in held}
    for line in lines:
        assert archive.read(line[0]).startswith(f"%PDF {line[2]}".encode())
        assert not line[1].startswith("=")
    assert downloads(session) == 50


def test_a_large_archive_takes_the_memory_of_one_document(
    app: Application, session: Session, make: Make, client: Client, keys: Keys
) -> None:
    import tracemalloc

    at = place(make)
    people = [earned(make, at=at) for _ in range(50)]
    held = [issued(make, keys, one)[0] for one in people]
    for n, certificate in enumerate(held):
        drawn(app, session, certificate, b"%PDF" + bytes([n]) * 400_000)
    as_manager(client, people[0])
    token = (
        client.read(people[0].register_path)
        .form(f"{people[0].register_path}/zip")
        .fields["csrf_token"]
    )
    tracemalloc.start()
    answer = client.open(
        f"{people[0].register_path}/zip",
        method="POST",
        data={"csrf_token": token, "certificate": [c.public_id for c in held]},
    )
    size = sum(len(piece) for piece in answer.response)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 20_000_000
    assert most < 6_000_000


def test_documents_in_preparation_are_named_before_the_others_are_downloaded(
    app: Application, session: Session, make: Make, client: Client, keys: Keys
) -> None:
    at = place(make)
    ready, waiting = earned(make, at=at), earned(make, at=at, given="Zoë", family="Brontë")
    held, _token = issued(make, keys, ready)
    other, _token = issued(make, keys, waiting)
    drawn(app, session, held)
    as_manager(client, ready)
    zip_path = f"{ready.register_path}/zip"
    page = client.send(
        client.read(ready.register_path).form(zip_path),
        ready.register_path,
        certificate=[held.public_id, other.public_id],
    )
    assert "Zoë Brontë" in page.words
    assert "Diop" not in page.words
    form = page.form(zip_path, anyway="1")
    answer = client.open(zip_path, method="POST", data=MultiDict(form.form_values()))
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert len(archive.namelist()) == 2
    assert other.number in archive.read("index.csv").decode()
    assert downloads(session) == 1


def test_the_roster_may_choose_people_instead_of_certificates(
    app: Application, session: Session, make: Make, client: Client, keys: Keys
) -> None:
    one = earned(make)
    held, _token = issued(make, keys, one)
    drawn(app, session, held)
    as_manager(client, one)
    form = client.read(one.register_path).form(f"{one.register_path}/zip")
    answer = client.open(
        f"{one.register_path}/zip",
        method="POST",
        data={"csrf_token": form.fields["csrf_token"], "enrolment": one.enrolment.public_id},
    )
    assert zipfile.ZipFile(io.BytesIO(answer.data)).namelist()[1].endswith("_diop_awa.pdf")


def test_no_archive_holds_a_document_of_another_organisation(
    app: Application, session: Session, make: Make, client: Client, keys: Keys
) -> None:
    one, foreign = earned(make), earned(make, family="Ailleurs")
    held, _token = issued(make, keys, foreign)
    drawn(app, session, held)
    mine, _token = issued(make, keys, one)
    as_manager(client, one)
    form = client.read(one.register_path).form(f"{one.register_path}/zip")
    zip_path, token = f"{one.register_path}/zip", form.fields["csrf_token"]
    for chosen in ({"certificate": held.public_id}, {"enrolment": foreign.enrolment.public_id}):
        answer = client.open(zip_path, method="POST", data={"csrf_token": token, **chosen})
        assert answer.mimetype == "text/html"
        assert "Ailleurs" not in answer.text
        assert held.number not in answer.text
    assert downloads(session) == 0
    assert mine.state is CertificateState.VALID


def test_choosing_nobody_or_too_many_leads_back_to_the_list(
    make: Make, client: Client, keys: Keys
) -> None:
    one = earned(make)
    issued(make, keys, one)
    as_manager(client, one)
    form = client.read(one.register_path).form(f"{one.register_path}/zip")
    assert client.send(form, one.register_path).path == one.register_path
    many = [new_token() for _ in range(1_001)]
    assert client.send(form, one.register_path, certificate=many).path == one.register_path


def test_only_managers_ask_for_an_archive(make: Make, client: Client, keys: Keys) -> None:
    one = earned(make)
    issued(make, keys, one)
    for person, role in ((one.supervisor, Role.SUPERVISOR), (one.person, Role.TRAINEE)):
        client.sign_in(person, role=role)
        token = client.read("/certificates").form("/sign-out").fields["csrf_token"]
        answer = client.open(f"{one.register_path}/zip", method="POST", data={"csrf_token": token})
        assert answer.status_code == 403
    assert now() > one.enrolment.facts_changed_at
