"""Asking to read an aide-mémoire about oneself, and what its author answers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.journal.models import JournalEntry
from lms.kernel.actor import Role
from lms.outbox.models import Letter
from lms.supervision.jobs import purge
from lms.supervision.models import ReleasedText, ReleaseRequest, ReleaseState, SessionText
from lms.supervision.rules.releases import answer_day, released_place
from lms.vault.operations import open_sealed
from lms.vault.rules import SealBroken
from lms.web.database import Application
from lms.web.page import now
from tests.client import Client, Page
from tests.make import Make, today
from tests.privacy.aide_memoires import ask_for, keep_aide_memoire, release
from tests.privacy.taken import take
from tests.supervision.held import Held, hold

WORDS = "Hésite à parler de son équipe. Léa en a souffert."


@pytest.fixture
def held(app: Application, session: Session, make: Make) -> Held:
    """A session of which the supervisor keeps an aide-mémoire."""
    made = hold(make)
    keep_aide_memoire(session, app.extensions["sillage.keys"], made, WORDS)
    return made


def ask(client: Client, held: Held, status: int = 200) -> Page:
    held.as_trainee(client)
    action = f"/account/data/aide-memoires/{held.part.public_id}/ask"
    return client.submit("/account/data", action, status=status)


def answer(client: Client, held: Held, status: int = 200, **fields: str) -> Page:
    held.as_supervisor(client)
    address = f"{held.address}/release"
    return client.submit(address, address, status=status, **fields)


def state(session: Session) -> ReleaseState:
    session.expire_all()
    return session.scalars(select(ReleaseRequest.state)).one()


def test_a_person_sees_that_an_aide_memoire_exists_and_never_its_words(
    client: Client, held: Held
) -> None:
    page = held.as_trainee(client).read("/account/data")
    assert held.part.public_id in page.html
    assert "Hésite" not in page.words


def test_its_author_releases_it_whole(session: Session, client: Client, held: Held) -> None:
    assert "Demandé" in ask(client, held).words
    day = held.as_supervisor(client).read("/home")
    assert "Demande d’accès" in day.words
    page = client.read(f"{held.address}/release")
    assert WORDS in page.words
    answer(client, held, answer="whole")
    mine = held.as_trainee(client).read("/account/data")
    (link,) = mine.tree.xpath("//a[contains(@href, '/account/data/aide-memoires/')]/@href")
    assert WORDS in client.read(link).words
    assert take(client)["released_texts"][0]["words"] == WORDS


def test_its_author_strikes_parts_out_and_the_aide_memoire_stays_as_it_is(
    session: Session, client: Client, held: Held
) -> None:
    before = session.scalars(select(SessionText.sealed)).one()
    ask(client, held)
    answer(client, held, answer="part", text="Hésite à parler de son équipe. […]")
    assert state(session) is ReleaseState.RELEASED_IN_PART
    assert session.scalars(select(SessionText.sealed)).one() == before
    mine = held.as_trainee(client).read("/account/data")
    (link,) = mine.tree.xpath("//a[contains(@href, '/account/data/aide-memoires/')]/@href")
    page = client.read(link)
    assert "Hésite" in page.words
    assert "Léa" not in page.words
    taken = take(client)
    assert "Léa" not in taken.page
    assert taken["aide_memoires_about_me"][0]["release"] == "released_in_part"


def test_striking_nothing_out_is_releasing_it_whole(
    session: Session, client: Client, held: Held
) -> None:
    ask(client, held)
    answer(client, held, answer="part", text=WORDS)
    assert state(session) is ReleaseState.RELEASED


def test_its_author_refuses_and_says_why(session: Session, client: Client, held: Held) -> None:
    ask(client, held)
    assert "Dites pourquoi" in answer(client, held, answer="refuse", status=422).words
    answer(client, held, answer="refuse", reason="others")
    assert state(session) is ReleaseState.REFUSED
    page = held.as_trainee(client).read("/account/data")
    assert "parle d’autres personnes" in page.words
    assert "CNIL" in page.words
    assert session.scalar(select(ReleasedText.id)) is None


def test_an_empty_release_is_refused(client: Client, held: Held) -> None:
    ask(client, held)
    page = answer(client, held, answer="part", text="  ", status=422)
    assert "Gardez au moins" in page.words


def test_an_answer_must_be_chosen(client: Client, held: Held) -> None:
    ask(client, held)
    assert "Choisissez" in answer(client, held, status=422).words


def test_an_answer_is_given_once(client: Client, held: Held) -> None:
    ask(client, held)
    answer(client, held, answer="whole")
    held.as_supervisor(client).read(f"{held.address}/release", 404)


def test_the_same_one_is_asked_for_once(session: Session, client: Client, held: Held) -> None:
    ask(client, held)
    page = client.read("/account/data")
    assert not page.tree.xpath("//form[contains(@action, '/ask')]")
    form = {"csrf_token": token(page), "form_key": "another"}
    address = f"/account/data/aide-memoires/{held.part.public_id}/ask"
    refused = client.open(address, method="POST", data=form)
    assert refused.status_code == 422
    assert "déjà fait cette demande" in refused.get_data(as_text=True)


def token(page: Page) -> str:
    return str(page.tree.xpath("//input[@name='csrf_token']/@value")[0])


def test_after_an_answer_one_may_ask_again_in_a_month(
    session: Session, client: Client, held: Held
) -> None:
    ask(client, held)
    answer(client, held, answer="refuse", reason="safety")
    page = held.as_trainee(client).read("/account/data")
    assert not page.tree.xpath("//form[contains(@action, '/ask')]")
    address = f"/account/data/aide-memoires/{held.part.public_id}/ask"
    form = {"csrf_token": token(page), "form_key": "another"}
    refused = client.open(address, method="POST", data=form)
    assert "déjà une réponse" in refused.get_data(as_text=True)
    session.execute(update(ReleaseRequest).values(answered_at=now() - timedelta(days=31)))
    assert "Demandé" in ask(client, held).words


def test_a_supervisor_s_own_aide_memoire_is_not_asked_for_by_anybody_else(
    make: Make, client: Client, held: Held
) -> None:
    client.sign_in(make.trainee())
    page = client.read("/account/data")
    form = {"csrf_token": token(page), "form_key": "another"}
    address = f"/account/data/aide-memoires/{held.part.public_id}/ask"
    assert client.open(address, method="POST", data=form).status_code == 404


@pytest.mark.parametrize("who", ["manager", "another supervisor", "the asker"])
def test_only_its_author_reviews_it(
    session: Session, make: Make, client: Client, held: Held, who: str
) -> None:
    ask_for(session, held)
    organisation = held.people.organisation
    if who == "manager":
        client.sign_in(make.manager(organisation), role=Role.MANAGER, organisation=organisation)
    elif who == "another supervisor":
        client.sign_in(make.supervisor(organisation), role=Role.SUPERVISOR)
    else:
        held.as_trainee(client)
    client.read(f"{held.address}/release", 404)


def test_a_released_copy_is_read_by_its_asker_alone(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    told = hold(make)
    request = release(session, app.extensions["sillage.keys"], told, WORDS)
    for person in (told.supervisor, make.trainee()):
        client.sign_in(person)
        client.read(f"/account/data/aide-memoires/{request.public_id}", 404)


def test_a_released_copy_is_sealed_for_its_asker(
    app: Application, session: Session, make: Make
) -> None:
    told, keys = hold(make), app.extensions["sillage.keys"]
    release(session, keys, told, WORDS)
    copy = session.scalars(select(ReleasedText)).one()
    assert WORDS.encode() not in copy.sealed
    for reader, opens in ((told.trainee, True), (told.supervisor, False)):
        place = released_place(copy.public_id, reader.id)
        if opens:
            assert open_sealed(session, keys, place, copy.sealed) == WORDS
        else:
            with pytest.raises(SealBroken):
                open_sealed(session, keys, place, copy.sealed)


def test_what_was_deleted_on_its_day_can_no_longer_be_released(
    app: Application, session: Session, client: Client, held: Held
) -> None:
    ask(client, held)
    held.session.held_on = today() - timedelta(days=90)
    session.commit()
    assert purge(app, now=now()) == 1
    assert state(session) is ReleaseState.GONE
    held.as_supervisor(client).read(f"{held.address}/release", 404)
    page = held.as_trainee(client).read("/account/data")
    assert "Effacé avant une réponse" in page.words
    assert not page.tree.xpath("//form[contains(@action, '/ask')]")


def test_mails_say_only_that_something_waits(session: Session, client: Client, held: Held) -> None:
    ask(client, held)
    answer(client, held, answer="whole")
    letters = session.scalars(select(Letter).order_by(Letter.id)).all()
    assert [letter.to_address for letter in letters] == [
        held.supervisor.email,
        held.trainee.email,
    ]
    assert {letter.words["subject"]["msgid"] for letter in letters} == {
        "A document is waiting for you"
    }


def test_request_and_answer_are_journaled(session: Session, client: Client, held: Held) -> None:
    ask(client, held)
    answer(client, held, answer="whole")
    acts = session.execute(
        select(JournalEntry.action, JournalEntry.actor_id, JournalEntry.about_person_id)
        .where(JournalEntry.action.like("supervision.%release%"))
        .order_by(JournalEntry.id)
    ).all()
    assert [tuple(act) for act in acts] == [
        ("supervision.ask_release", held.trainee.id, held.trainee.id),
        ("supervision.release_text", held.supervisor.id, held.trainee.id),
    ]


@pytest.mark.parametrize(
    ("asked", "purge_on", "due"),
    [
        (date(2026, 11, 22), date(2027, 2, 1), date(2026, 12, 22)),
        (date(2026, 12, 31), date(2027, 3, 1), date(2027, 1, 31)),
        (date(2027, 1, 31), date(2027, 4, 1), date(2027, 2, 28)),
        (date(2026, 11, 22), date(2026, 12, 1), date(2026, 11, 30)),
    ],
)
def test_an_answer_takes_a_month_at_most(asked: date, purge_on: date, due: date) -> None:
    assert answer_day(asked, purge_on) == due
