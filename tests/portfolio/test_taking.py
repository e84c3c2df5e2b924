"""Taking the portfolio away: asked for with proof, made by the worker, sealed, deleted in time."""

from __future__ import annotations

import io
import logging
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from lms.accounts.models import SignIn
from lms.exports.models import Export, ExportKind, ExportPart, ExportState
from lms.exports.operations import claim
from lms.exports.rules import pace
from lms.journal.models import JournalEntry
from lms.outbox.models import Letter
from lms.portfolio.jobs import make_due
from lms.portfolio.render.archive import safe_name
from lms.privacy.jobs import forget_expired
from lms.privacy.jobs import make_due as make_everything
from lms.web.database import Application
from lms.web.page import now
from tests.assessment.handing import accompanied, answer, hand_in
from tests.client import Client
from tests.make import Make
from tests.portfolio.composed import CONTENT, in_file, own_piece
from tests.privacy.taken import ask as ask_everything

PAGE, EXPORT = "/portfolio", "/portfolio/export"
SECRET = "Zéphyrine se confie ici"


def taken(client: Client, app: Application) -> zipfile.ZipFile:
    """Ask, let the worker work, and download."""
    client.submit(EXPORT, EXPORT)
    assert make_due(app, now=now()) == 1
    page = client.read(PAGE)
    address = page.tree.xpath(f"//a[starts-with(@href, '{EXPORT}/')]/@href")[0]
    answered = client.open(address)
    assert answered.status_code == 200
    assert "portfolio_" in answered.headers["Content-Disposition"]
    return zipfile.ZipFile(io.BytesIO(answered.get_data()))


def paper(archive: zipfile.ZipFile) -> str:
    """The words of the PDF."""
    pages = PdfReader(io.BytesIO(archive.read("portfolio.pdf"))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_everything_chosen_and_nothing_else_is_in_the_folder(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    one, keys = accompanied(make), app.extensions["sillage.keys"]
    hand_in(one.as_person(client), SECRET, files=[(b"%PDF-1.7 travail", "Compte rendu.pdf")])
    answer(one.as_tutor(client), "accepted", "Un retour attentif.", level_D1="achieved")
    one.as_person(client)
    store = app.extensions["sillage.settings"].files
    in_file(session, keys, store, one.person, "Mon été : à Nîmes")
    own_piece(session, keys, one.person, "Sorti", "Rien de cela.", out=True)
    offered = client.read(PAGE).tree.xpath("//input[@name='pieces']/@value")
    wanted = [v for v in offered if v.split(":")[0] in {"work", "competency", "hours"}]
    client.submit(PAGE, PAGE, pieces=wanted)

    archive = taken(client, app)

    names = set(archive.namelist())
    assert {"portfolio.pdf", "index.html", "style.css"} <= names
    assert archive.read("01 Mon été à Nîmes/Mon été à Nîmes.pdf") == CONTENT
    assert any(name.endswith("/Compte rendu.pdf") for name in names)
    page, words = archive.read("index.html").decode(), paper(archive)
    for told in (page, words):
        assert "confie ici" in told
        assert "Acquis" in told
        assert "attentif" not in told
        assert "Rien de cela" not in told
        assert "Bob" not in told
    assert "Awa Diop" in words


def test_the_feedback_goes_in_when_it_is_chosen(
    app: Application, make: Make, client: Client
) -> None:
    one = accompanied(make)
    hand_in(one.as_person(client), SECRET)
    answer(one.as_tutor(client), "accepted", "Un retour attentif.")
    page = one.as_person(client).read(PAGE)
    wanted = page.tree.xpath("//input[starts-with(@value,'feedback:')]/@value")
    client.submit(PAGE, PAGE, pieces=wanted)
    told = taken(client, app).read("index.html").decode()
    assert "Un retour attentif." in told
    assert SECRET not in told


def test_the_paper_is_tagged_in_the_persons_language_and_refuses_no_sign(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    one, keys = accompanied(make), app.extensions["sillage.keys"]
    own_piece(session, keys, one.person, "Un été \U0001f31e", "Du thé.\n\nשלום — سلام \U00013000")
    one.as_person(client)
    reader = PdfReader(io.BytesIO(taken(client, app).read("portfolio.pdf")))
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/Lang"] == "fr"
    assert catalog["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Portfolio"
    assert "Du thé." in reader.pages[0].extract_text()


def test_an_empty_portfolio_is_not_taken(make: Make, client: Client) -> None:
    one = accompanied(make)
    page = one.as_person(client).read(EXPORT)
    assert "vide" in page.words
    token = page.tree.xpath("//input[@name='csrf_token']/@value")[0]
    form = {"csrf_token": token, "form_key": "k"}
    assert client.open(EXPORT, method="POST", data=form).status_code == 422


def test_proof_is_asked_for_again(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    one, keys = accompanied(make), app.extensions["sillage.keys"]
    own_piece(session, keys, one.person, "Un")
    one.as_person(client)
    session.execute(update(SignIn).values(proved_at=now() - timedelta(hours=1)))
    assert "/confirm" in client.open(EXPORT).headers["Location"]


def test_it_is_sealed_journaled_and_told_without_a_word_of_it(
    app: Application,
    session: Session,
    make: Make,
    client: Client,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    one, keys = accompanied(make), app.extensions["sillage.keys"]
    own_piece(session, keys, one.person, SECRET, SECRET)
    one.as_person(client)
    taken(client, app)
    kept = b"".join(session.scalars(select(ExportPart.sealed)))
    assert kept[:2] != b"PK"
    assert SECRET.encode() not in kept
    actions = set(session.scalars(select(JournalEntry.action)))
    assert {f"portfolio.{v}_export" for v in ("ask", "make", "download")} <= actions
    journal = str(session.execute(select(JournalEntry.__table__)).all())
    letters = str(session.execute(select(Letter.__table__)).all())
    assert "/portfolio" in letters
    for told in (journal, letters, caplog.text):
        assert SECRET not in told


def test_it_is_deleted_at_once_or_after_a_day(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    one, keys = accompanied(make), app.extensions["sillage.keys"]
    own_piece(session, keys, one.person, "Un")
    one.as_person(client)
    taken(client, app)
    export = session.scalars(select(Export.public_id)).one()
    client.submit(PAGE, f"{EXPORT}/{export}/delete")
    assert session.scalar(select(func.count()).select_from(ExportPart)) == 0
    assert client.open(f"{EXPORT}/{export}").status_code == 404
    taken(client, app)
    assert forget_expired(app, now=now() + pace.KEPT_FOR + timedelta(minutes=1)) == 1
    assert session.scalar(select(func.count()).select_from(ExportPart)) == 0


def test_a_killed_worker_is_followed_by_another(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    one, keys = accompanied(make), app.extensions["sillage.keys"]
    own_piece(session, keys, one.person, "Un")
    one.as_person(client)
    client.submit(EXPORT, EXPORT)
    export = session.scalars(select(Export.id)).one()
    assert claim(session, export, now=now()) is not None
    session.commit()
    assert make_due(app, now=now()) == 0
    assert make_due(app, now=now() + pace.TAKEN_UP_AFTER + timedelta(seconds=1)) == 1


def test_both_exports_live_side_by_side(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    one, keys = accompanied(make), app.extensions["sillage.keys"]
    own_piece(session, keys, one.person, "Un")
    one.as_person(client)
    ask_everything(client)
    client.submit(EXPORT, EXPORT)
    client.submit(EXPORT, EXPORT, status=422)
    assert make_everything(app, now=now()) == 1
    states = dict(session.execute(select(Export.kind, Export.state)).all())
    assert states[ExportKind.EVERYTHING] is ExportState.READY
    assert states[ExportKind.PORTFOLIO] is ExportState.REQUESTED
    everything = session.scalars(
        select(Export.public_id).where(Export.kind == ExportKind.EVERYTHING)
    ).one()
    assert client.open(f"{EXPORT}/{everything}").status_code == 404


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Été à Nîmes.pdf", "Été à Nîmes.pdf"),
        ("a/b\\c:d?.txt", "a b c d .txt"),
        ("CON.txt", "_CON.txt"),
        ("..", "_"),
        ("\u202eexe.pdf", "exe.pdf"),
        ("x" * 200 + ".pdf", "x" * 76 + ".pdf"),
    ],
)
def test_names_of_files_are_those_that_every_system_takes(name: str, safe: str) -> None:
    assert safe_name(name) == safe
