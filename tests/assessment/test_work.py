"""Handing work in, and the answer to it."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.app.settings import Settings
from lms.assessment.models import Observation, Work, WorkFile, WorkState, WorkText
from lms.drafts.models import Draft
from lms.journal.models import JournalEntry
from lms.kernel.actor import Role
from lms.learning.models import Completion
from lms.outbox.models import Letter
from tests.assessment.handing import (
    QUEUE,
    STEP,
    WORK,
    accompanied,
    answer,
    hand_in,
    picture,
    waiting_address,
)
from tests.client import Client
from tests.make import Make

SECRET = "Ce que j'ai tenté mardi"


def test_work_is_handed_in_returned_handed_in_again_and_accepted(
    session: Session, make: Make, client: Client
) -> None:
    one = accompanied(make)
    files = [(b"%PDF-1.7\nmon travail", "mon travail.pdf")]
    page = hand_in(one.as_person(client), SECRET, files=files)
    assert "Reçu" in page.words
    assert SECRET.replace("'", "’") in page.words.replace("'", "’")
    assert "mon travail.pdf" in page.words

    page = answer(one.as_tutor(client), "returned", "Précisez le cadre.", level_D1="in_progress")
    assert page.path == QUEUE
    assert "Aucun travail en attente" in page.words

    page = one.as_person(client).read(WORK)
    assert "Précisez le cadre." in page.words
    assert "En cours" in page.words
    area = page.tree.xpath("//textarea[@name='words']")[0]
    assert SECRET in area.text
    hand_in(client, "Une deuxième fois.")

    answer(one.as_tutor(client), "accepted", "Merci.", level_D1="achieved")
    page = one.as_person(client).read(WORK)
    assert "Accepté" in page.words
    assert not page.tree.xpath("//textarea")
    states = session.scalars(select(Work.state).order_by(Work.number)).all()
    assert states == [WorkState.RETURNED, WorkState.ACCEPTED]
    assert session.scalar(select(func.count()).select_from(Observation)) == 2
    assert session.scalar(select(func.count()).select_from(Completion)) == 0


def test_nothing_is_kept_in_plain(session: Session, make: Make, client: Client) -> None:
    one = accompanied(make)
    hand_in(one.as_person(client), SECRET, files=[(b"%PDF-1.7\nprivate", "prive.pdf")])
    answer(one.as_tutor(client), "accepted", "Un retour privé.")
    assert len(session.scalars(select(WorkText)).all()) == 2
    for text in session.scalars(select(WorkText)):
        assert b"mardi" not in text.sealed
        assert "privé".encode() not in text.sealed
    kept = session.scalars(select(WorkFile)).one()
    settings: Settings = client.app.extensions["sillage.settings"]
    assert b"private" not in settings.files.bytes_of(kept.kept_as)
    assert b"prive.pdf" not in kept.sealed
    letters = session.scalars(select(Letter)).all()
    assert len(letters) == 2
    assert not any("mardi" in str(letter.words) for letter in letters)


def test_the_letter_leads_the_person_to_the_answer(
    session: Session, make: Make, client: Client
) -> None:
    one = accompanied(make)
    hand_in(one.as_person(client), SECRET)
    answer(one.as_tutor(client), "accepted", "Merci.")
    of = {letter.to_address: letter.link for letter in session.scalars(select(Letter))}
    assert of[one.tutor.email].startswith(QUEUE)
    assert "Merci." in one.as_person(client).read(of[one.person.email]).words
    assert one.trainer.email not in of


def test_what_nobody_opened_can_be_taken_back_and_then_is_nobody_elses(
    session: Session, make: Make, client: Client
) -> None:
    one = accompanied(make)
    hand_in(one.as_person(client), SECRET)
    page = client.submit(WORK, f"{WORK}/withdraw")
    assert "Repris" in page.words
    assert SECRET in page.tree.xpath("//textarea[@name='words']")[0].text
    public_id = session.scalars(select(Work.public_id)).one()
    one.as_tutor(client).read(f"{QUEUE}/{public_id}", 404)
    assert "Aucun travail en attente" in client.read(QUEUE).words
    hand_in(one.as_person(client), "Autre chose.")
    page = one.as_tutor(client).read(waiting_address(client))
    assert "mardi" not in page.words


def test_what_was_opened_stays(session: Session, make: Make, client: Client) -> None:
    one = accompanied(make)
    before = hand_in(one.as_person(client), SECRET)
    form = before.form(f"{WORK}/withdraw")
    one.as_tutor(client).read(waiting_address(client))
    one.as_person(client)
    token = client.read(WORK).tree.xpath("//input[@name='csrf_token']/@value")[0]
    page = client.send(form, WORK, status=422, csrf_token=token)
    assert "ne peut plus être repris" in page.words
    assert session.scalars(select(Work.state)).one() is WorkState.WAITING


def test_reading_is_told_to_the_person(session: Session, make: Make, client: Client) -> None:
    one = accompanied(make)
    hand_in(one.as_person(client), SECRET)
    path = waiting_address(one.as_tutor(client))
    client.read(path)
    client.read(path)
    asked = select(func.count()).where(JournalEntry.action == "assessment.read_work")
    assert session.scalar(asked) == 1
    assert "Bob" in one.as_person(client).read("/account/data/readings").words


def test_nobody_else_reads_it(make: Make, client: Client, session: Session) -> None:
    one, other = accompanied(make), accompanied(make)
    hand_in(one.as_person(client), SECRET, files=[(b"%PDF-1.7\nx", "x.pdf")])
    work = session.scalars(select(Work.public_id)).one()
    file = session.scalars(select(WorkFile.public_id)).one()
    assert client.open(f"/work/files/{file}").data == b"%PDF-1.7\nx"
    one.as_tutor(client)
    given = client.open(f"/work/files/{file}")
    assert given.data == b"%PDF-1.7\nx"
    assert given.headers["Content-Disposition"].startswith("attachment")
    for stranger, role in (
        (other.tutor, Role.TUTOR),
        (other.person, Role.TRAINEE),
        (make.member(Role.TUTOR, one.organisation), Role.TUTOR),
    ):
        client.sign_in(stranger, role=role)
        assert client.open(f"/work/files/{file}").status_code == 404
        if role is Role.TUTOR:
            client.read(f"{QUEUE}/{work}", 404)
            assert "Aucun travail en attente" in client.read(QUEUE).words


def test_a_tutor_who_trains_too_does_not_answer_their_own_work(
    make: Make, client: Client, session: Session
) -> None:
    one = accompanied(make)
    cohort = session.get_one(type(make.cohort(one.organisation)), one.enrolment.cohort_id)
    make.accompanying(one.person, cohort, Role.TUTOR)
    hand_in(one.as_person(client), SECRET)
    public_id = session.scalars(select(Work.public_id)).one()
    client.sign_in(one.person, role=Role.TUTOR)
    assert "Aucun travail en attente" in client.read(QUEUE).words
    client.read(f"{QUEUE}/{public_id}", 404)


def test_without_anybody_who_accompanies_the_page_says_so(make: Make, client: Client) -> None:
    person = make.person()
    make.enrolment(person)
    client.sign_in(person, role=Role.TRAINEE)
    page = client.read(WORK)
    assert "Personne n’accompagne" in page.words
    assert not page.tree.xpath("//textarea")
    assert f'href="{WORK}"' in client.read(STEP).html


def test_only_practice_and_reflections_are_handed_in(make: Make, client: Client) -> None:
    one = accompanied(make)
    one.as_person(client)
    client.read("/modules/module-1/steps/1/work", 404)
    client.read("/modules/module-1/steps/3/work", 404)
    client.read("/modules/nowhere/steps/3/work", 404)


def test_an_empty_work_and_a_second_one_are_refused_beside_what_was_typed(
    session: Session, make: Make, client: Client
) -> None:
    one = accompanied(make)
    page = hand_in(one.as_person(client), "  ", status=422)
    assert page.errors()
    two = client.read(WORK)
    hand_in(client, SECRET)
    form = two.form(WORK, words="")
    page = client.send(form, WORK, status=422, words="Encore", act="hand-in")
    assert "attend une réponse" in page.words
    assert session.scalar(select(func.count()).select_from(Work)) == 1


def test_too_many_words_are_refused_and_stay(make: Make, client: Client) -> None:
    one = accompanied(make)
    page = hand_in(one.as_person(client), "x" * 10_001, status=422)
    assert "10 000" in page.errors()[0]
    assert len(page.tree.xpath("//textarea")[0].text.strip()) == 10_001


def test_the_draft_is_kept_without_a_script_and_goes_with_the_work(
    session: Session, make: Make, client: Client
) -> None:
    one = accompanied(make)
    one.as_person(client)
    page = client.submit(WORK, WORK, words=SECRET, act="keep")
    assert SECRET in page.tree.xpath("//textarea[@name='words']")[0].text
    assert b"mardi" not in session.scalars(select(Draft.sealed)).one()
    hand_in(client, SECRET)
    assert session.scalars(select(Draft)).all() == []


@pytest.mark.parametrize("choice", ["newer", "mine"])
def test_two_tabs_lose_nothing(session: Session, make: Make, client: Client, choice: str) -> None:
    one = accompanied(make)
    one.as_person(client)
    here = client.read(WORK)
    client.submit(WORK, WORK, words="Du téléphone.", act="keep")
    form = here.form(WORK, words="")
    page = client.send(form, WORK, status=409, words="Du bureau.", act="hand-in")
    assert "Du téléphone." in page.words
    assert session.scalar(select(func.count()).select_from(Work)) == 0
    keep = page.tree.xpath("//input[@name='keep']/@value")
    value = keep[1] if choice == "newer" else keep[0]
    page = client.send(page.form(WORK, keep=""), WORK, keep=value, act="hand-in")
    assert ("Du téléphone." if choice == "newer" else "Du bureau.") in page.words


def test_the_feedback_is_drafted_too(session: Session, make: Make, client: Client) -> None:
    one = accompanied(make)
    hand_in(one.as_person(client), SECRET)
    path = waiting_address(one.as_tutor(client))
    page = client.submit(path, path, feedback="À moitié.", act="keep")
    assert "À moitié." in page.tree.xpath("//textarea[@name='feedback']")[0].text
    token = page.tree.xpath("//input[@name='csrf_token']/@value")[0]
    values = {"csrf_token": token, "text": "Entier.", "version": "1"}
    asked = {"Accept": "application/json"}
    saved = client.open(f"{path}/draft", method="POST", data=values, headers=asked)
    assert saved.get_json()["version"] == 2
    stale = client.open(
        f"{path}/draft", method="POST", data={**values, "text": "Autre."}, headers=asked
    )
    assert stale.status_code == 409
    page = client.send(page.form(path), path, status=409, state="accepted", act="answer")
    assert "Entier." in page.words
    assert session.scalars(select(Work.state)).one() is WorkState.WAITING


def test_a_return_says_what_to_work_on(make: Make, client: Client) -> None:
    one = accompanied(make)
    hand_in(one.as_person(client), SECRET)
    path = waiting_address(one.as_tutor(client))
    assert client.submit(path, path, status=422, state="returned", feedback="").errors()
    assert client.submit(path, path, status=422, feedback="Bien", act="answer").errors()


def test_an_answer_is_given_once(session: Session, make: Make, client: Client) -> None:
    one = accompanied(make)
    hand_in(one.as_person(client), SECRET)
    path = waiting_address(one.as_tutor(client))
    page = client.read(path)
    client.submit(path, path, state="accepted", feedback="Merci.")
    again = client.send(page.form(path), path, status=422, state="returned", feedback="Non.")
    assert "déjà" in again.words
    assert session.scalars(select(Work.state)).one() is WorkState.ACCEPTED


def test_a_picture_is_drawn_anew(session: Session, make: Make, client: Client) -> None:
    one = accompanied(make)
    hand_in(one.as_person(client), "", files=[(picture(), "photo de ma rue.jpg")])
    file = session.scalars(select(WorkFile)).one()
    taken = client.open(f"/work/files/{file.public_id}").data
    assert taken.startswith(b"\xff\xd8")
    assert b"MARQUE" in picture()
    assert b"MARQUE" not in taken


def test_a_refused_file_is_told_beside_its_field(make: Make, client: Client) -> None:
    one = accompanied(make)
    page = hand_in(one.as_person(client), SECRET, 422, files=[(b"MZ\x90\x00" * 9, "virus.pdf")])
    assert "virus.pdf" in page.errors()[0]
    assert SECRET in page.tree.xpath("//textarea[@name='words']")[0].text
    four = [(b"%PDF-1.7", f"{n}.pdf") for n in range(4)]
    assert "3 fichiers" in hand_in(client, SECRET, 422, files=four).errors()[0].replace("\xa0", " ")


def test_a_page_that_takes_no_files_keeps_its_small_limit(make: Make, client: Client) -> None:
    one = accompanied(make)
    one.as_person(client)
    large = {"words": "x" * (300 * 1024)}
    assert client.open(f"{WORK}/withdraw", method="POST", data=large).status_code == 413
