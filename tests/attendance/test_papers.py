"""A sheet as a document: frozen when it is closed, drawn once, the same bytes each time."""

from __future__ import annotations

import io
from datetime import timedelta

import pypdf
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.app import rounds
from lms.attendance import jobs
from lms.attendance.models import AttendanceMark, PaperState, SheetPaper
from lms.attendance.operations import papers
from lms.journal.models import JournalEntry
from lms.kernel.actor import Role
from lms.printing.rules import LEASE
from lms.web.database import Application
from lms.web.page import now
from tests.attendance.test_signing import Gathering, gathering
from tests.client import Client
from tests.make import Make


def sheets(session: Session) -> list[SheetPaper]:
    session.expire_all()
    return list(session.scalars(select(SheetPaper).order_by(SheetPaper.id)))


def text_of(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def signed(make: Make, client: Client, **values: object) -> Gathering:
    """A session that is over; Awa and the trainer have signed, Léo was away and said so."""
    one = gathering(make, ago=timedelta(hours=5), **values)
    for person, role in ((one.trainer, Role.TRAINER), (one.awa, Role.TRAINEE)):
        client.sign_in(person, role=role)
        client.submit(f"{one.half()}/sign", f"{one.half()}/sign")
    client.sign_in(one.trainer, role=Role.TRAINER)
    client.submit(f"{one.half()}/absence", person=one.leo.public_id, kind="absent_told")
    return one


def close(client: Client, one: Gathering) -> None:
    client.submit(f"{one.page}/close", f"{one.page}/close")


def test_a_closed_sheet_is_a_document_with_the_same_bytes_each_time(
    app: Application, make: Make, client: Client, session: Session
) -> None:
    one = signed(make, client)
    assert "Léo" not in client.read(f"{one.page}/close").words
    close(client, one)
    (asked,) = sheets(session)
    assert b"Diop" not in bytes(asked.facts_sealed or b"")
    assert "En préparation" in client.read(one.page).words
    assert jobs.print_due(app) == 1
    (paper,) = sheets(session)
    assert (paper.state, paper.facts_sealed, paper.number) == (PaperState.READY, None, 1)
    link = f"/sheets/{paper.public_id}/file"
    assert client.read(one.page).tree.xpath(f"//a[@href='{link}']")
    first, second = (client.open(link) for _each in range(2))
    assert first.data == second.data
    assert first.headers["ETag"] == f'"{paper.file_sha256}"'
    assert first.headers["Cache-Control"] == "private, no-store"
    again = client.open(link, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    text = text_of(first.data)
    for fact in ("AwaDiop", "AnaRoux", "animelaséance", "Absence", "Léo", "Signédepuis"):
        assert fact in text, fact
    assert "prévenu" not in text
    mark = session.scalars(
        select(AttendanceMark).where(AttendanceMark.person_id == one.awa.id)
    ).one()
    assert mark.digest[:12] in text


def test_reading_it_is_told_to_each_person_who_signed(
    app: Application, make: Make, client: Client, session: Session
) -> None:
    one = signed(make, client)
    close(client, one)
    jobs.print_due(app)
    client.open(f"/sheets/{sheets(session)[0].public_id}/file")
    rows = session.scalars(
        select(JournalEntry).where(JournalEntry.action == "attendance.download_sheet")
    ).all()
    assert {row.about_person_id for row in rows} == {one.trainer.id, one.awa.id, None}
    assert {row.actor_id for row in rows} == {one.trainer.id}


def test_a_correction_is_a_new_version_and_the_first_one_stays(
    app: Application, make: Make, client: Client, session: Session
) -> None:
    one = signed(make, client)
    close(client, one)
    close(client, one)
    assert len(sheets(session)) == 1
    jobs.print_due(app)
    before = client.open(f"/sheets/{sheets(session)[0].public_id}/file").data
    client.sign_in(one.leo, role=Role.TRAINEE)
    client.submit(f"{one.half()}/sign", f"{one.half()}/sign")
    client.sign_in(one.trainer, role=Role.TRAINER)
    close(client, one)
    assert jobs.print_due(app) == 1
    first, second = sheets(session)
    assert (first.number, second.number) == (1, 2)
    assert client.open(f"/sheets/{first.public_id}/file").data == before
    text = text_of(client.open(f"/sheets/{second.public_id}/file").data)
    assert "Lignecorrigée" in text
    assert "Version2" in text


def test_what_changes_while_it_waits_is_not_in_it(
    app: Application, make: Make, client: Client, session: Session
) -> None:
    one = signed(make, client)
    close(client, one)
    session.merge(one.awa).screen_name = "Quelqu’un d’autre"
    session.commit()
    jobs.print_due(app)
    text = text_of(client.open(f"/sheets/{sheets(session)[0].public_id}/file").data)
    assert "AwaDiop" in text


def test_a_sheet_is_not_closed_before_the_end(make: Make, client: Client, session: Session) -> None:
    one = gathering(make)
    client.sign_in(one.trainer, role=Role.TRAINER)
    page = client.read(f"{one.page}/close")
    assert not page.tree.xpath("//main//form")
    assert sheets(session) == []


def test_an_empty_sheet_is_made_before_and_not_after(
    app: Application, make: Make, client: Client, session: Session
) -> None:
    one = gathering(make, ago=-timedelta(days=3))
    client.sign_in(one.trainer, role=Role.TRAINER)
    client.submit(f"{one.page}/empty-sheet", f"{one.page}/empty-sheet")
    client.submit(f"{one.page}/empty-sheet", f"{one.page}/empty-sheet")
    (paper,) = sheets(session)
    assert jobs.print_due(app) == 1
    text = text_of(client.open(f"/sheets/{paper.public_id}/file").data)
    assert "Feuillevierge" in text
    assert "AwaDiop" in text
    over = gathering(make, ago=timedelta(days=2))
    client.sign_in(over.trainer, role=Role.TRAINER)
    assert not client.read(f"{over.page}/empty-sheet").tree.xpath("//main//form")


def test_a_manager_reads_it_and_another_trainer_does_not(
    app: Application, make: Make, client: Client, session: Session
) -> None:
    one = signed(make, client)
    close(client, one)
    path = f"/sheets/{sheets(session)[0].public_id}/file"
    client.read(path, 404)
    jobs.print_due(app)
    alien = gathering(make)
    client.sign_in(alien.trainer, role=Role.TRAINER)
    client.read(path, 404)
    client.read(f"{one.page}/close", 404)


def test_two_workers_make_one_document_and_a_killed_one_is_taken_over(
    app: Application, make: Make, client: Client, session: Session
) -> None:
    one = signed(make, client)
    close(client, one)
    (paper,) = sheets(session)
    with app.extensions["sillage.sessions"].begin() as killed:
        assert papers.claim(killed, paper.id, now=now()) is not None
    assert jobs.print_due(app) == 0
    assert jobs.print_due(app, now() + LEASE + timedelta(seconds=1)) == 1
    printed = select(JournalEntry).where(JournalEntry.action == "attendance.print_sheet")
    assert len(session.scalars(printed).all()) == 1


def test_its_bytes_at_rest_say_nothing(
    app: Application, make: Make, client: Client, session: Session
) -> None:
    one = signed(make, client)
    close(client, one)
    jobs.print_due(app)
    (paper,) = sheets(session)
    store = app.extensions["sillage.settings"].files
    assert b"%PDF" not in store.bytes_of(str(paper.file_kept_as))


def test_six_years_later_it_is_gone(
    app: Application, make: Make, client: Client, session: Session
) -> None:
    one = signed(make, client)
    close(client, one)
    jobs.print_due(app)
    (paper,) = sheets(session)
    name, store = str(paper.file_kept_as), app.extensions["sillage.settings"].files
    assert jobs.forget_papers(app, now=now() + timedelta(days=2190)) == 0
    later = now() + timedelta(days=2193)
    assert jobs.forget_papers(app, now=later) == 1
    rounds.EVERY_MINUTE["storage.forget_unwanted"](app, now=later + timedelta(hours=2))
    assert sheets(session) == []
    with pytest.raises(FileNotFoundError):
        store.bytes_of(name)
