"""Writing the texts of a record: kept as they are typed, never silently overwritten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from lms.supervision.models import SessionText, TextKind
from lms.vault.models import PersonKey
from tests.client import Client, Page
from tests.make import Make, today
from tests.supervision.held import Held, hold, share, sign, write


def test_a_supervisor_keeps_a_draft_and_finds_it_again(make: Make, client: Client) -> None:
    held = hold(make)
    write(held.as_supervisor(client), held, "shared", "Un début.\n\nÀ suivre…")
    assert _typed(client.read(held.address), "shared") == "Un début.\n\nÀ suivre…"


def test_a_trainee_does_not_read_a_draft(make: Make, client: Client) -> None:
    held = hold(make)
    write(held.as_supervisor(client), held, "shared", "pas encore")
    assert "pas encore" not in held.as_trainee(client).read(held.address).html


def test_each_side_keeps_its_private_text(make: Make, client: Client) -> None:
    held = hold(make)
    write(held.as_supervisor(client), held, "private", "mon aide-mémoire")
    write(held.as_trainee(client), held, "own", "ma note")
    assert _typed(client.read(held.address), "own") == "ma note"
    page = held.as_supervisor(client).read(held.address)
    assert _typed(page, "private") == "mon aide-mémoire"
    assert "ma note" not in page.html


def test_a_text_is_sealed_under_its_owners_key(
    session: Session, make: Make, client: Client
) -> None:
    held = hold(make)
    share(held.as_supervisor(client), held, "texte partagé")
    assert _key_owners(session) == {held.trainee.id}
    write(client, held, "private", "aide-mémoire")
    assert _key_owners(session) == {held.trainee.id, held.supervisor.id}
    kept = {text.kind: text for text in session.scalars(select(SessionText))}
    assert b"partag" not in kept[TextKind.SHARED].sealed
    assert kept[TextKind.PRIVATE].purge_on == held.session.held_on + timedelta(days=90)
    assert kept[TextKind.SHARED].purge_on is None


def test_typing_saves_by_itself(make: Make, client: Client) -> None:
    held = hold(make)
    held.as_supervisor(client)
    first = _autosave(client, held, "shared", "Premiers mots")
    assert first.status_code == 200
    assert first.json is not None
    assert first.json["version"] == 1
    assert first.json["saved"]
    again = _autosave(client, held, "shared", "Premiers mots, puis d'autres")
    assert again.json is not None
    assert again.json["version"] == 2


def test_the_same_words_sent_twice_are_no_conflict(make: Make, client: Client) -> None:
    held = hold(make)
    held.as_trainee(client)
    page = client.read(held.address)
    for _ in range(2):
        answer = _autosave(client, held, "own", "les mêmes mots", page)
        assert answer.status_code == 200
        assert answer.json is not None
        assert answer.json["version"] == 1


def test_typing_over_a_newer_text_stops_and_keeps_it(make: Make, client: Client) -> None:
    held = hold(make)
    held.as_trainee(client)
    old = client.read(held.address)
    write(client, held, "own", "écrit sur le téléphone")
    answer = _autosave(client, held, "own", "écrit sur l'ordinateur", old)
    assert answer.status_code == 409
    assert answer.json is not None
    assert answer.json["message"]
    assert _typed(client.read(held.address), "own") == "écrit sur le téléphone"


def test_a_newer_text_gives_a_choice_and_either_can_be_kept(make: Make, client: Client) -> None:
    held = hold(make)
    held.as_trainee(client)
    old = client.read(held.address)
    write(client, held, "own", "écrit sur le téléphone")
    action = f"{held.address}/texts/own"
    choice = client.send(old.form(action), held.address, 409, text="écrit ici", act="keep")
    assert "écrit sur le téléphone" in choice.words
    assert "écrit ici" in choice.words
    client.send(choice.form(action), action, act="keep")
    assert _typed(client.read(held.address), "own") == "écrit ici"


def test_the_first_words_from_two_pages_give_a_choice(make: Make, client: Client) -> None:
    held = hold(make)
    held.as_supervisor(client)
    empty = client.read(held.address)
    write(client, held, "private", "première page")
    answer = _autosave(client, held, "private", "seconde page", empty)
    assert answer.status_code == 409


def test_a_text_too_long_is_refused_and_stays_typed(make: Make, client: Client) -> None:
    held = hold(make)
    held.as_supervisor(client)
    page = client.read(held.address)
    form = page.form(f"{held.address}/texts/shared")
    long = "é" * 20_001
    refused = client.send(form, held.address, 422, text=long, act="keep")
    assert "20001" in refused.errors()[0]
    assert _typed(refused, "shared") == long
    assert client.send(form, held.address, text="é" * 20_000, act="keep").status == 200


def test_typing_too_much_says_so_while_typing(make: Make, client: Client) -> None:
    held = hold(make)
    answer = _autosave(held.as_trainee(client), held, "own", "a" * 20_001)
    assert answer.status_code == 422
    assert answer.json is not None
    assert "20000" in answer.json["message"]


@pytest.mark.parametrize("kind", ["shared", "private"])
def test_a_trainee_may_not_write_what_the_supervisor_writes(
    make: Make, client: Client, kind: str
) -> None:
    held = hold(make)
    held.as_trainee(client)
    form = client.read(held.address).form(f"{held.address}/texts/own")
    form.set("action", f"{held.address}/texts/{kind}")
    client.send(form, held.address, 404, text="pas à moi", act="keep")


@pytest.mark.parametrize("kind", ["own", "answer", "unknown"])
def test_a_supervisor_may_not_write_what_the_trainee_writes(
    make: Make, client: Client, kind: str
) -> None:
    held = hold(make)
    held.as_supervisor(client)
    form = client.read(held.address).form(f"{held.address}/texts/shared")
    form.set("action", f"{held.address}/texts/{kind}")
    client.send(form, held.address, 404, text="pas à moi", act="keep")


def test_a_shared_record_may_not_be_changed(make: Make, client: Client) -> None:
    held = hold(make)
    held.as_supervisor(client)
    old = client.read(held.address).form(f"{held.address}/texts/shared")
    share(client, held, "partagé")
    refused = client.send(old, held.address, 422, text="changé", act="keep")
    assert refused.errors() or refused.tree.xpath("//*[contains(@class,'errors')]//li")
    assert "partagé" in held.as_trainee(client).read(held.address).words


def test_a_record_may_not_be_written_after_the_signature(make: Make, client: Client) -> None:
    held = hold(make)
    held.as_supervisor(client)
    old = client.read(held.address).form(f"{held.address}/texts/shared")
    sign(client, held)
    client.send(old, held.address, 422, text="après coup", act="keep")
    assert "après coup" not in held.as_trainee(client).read(held.address).html


def test_an_aide_memoire_may_not_be_written_after_its_time(make: Make, client: Client) -> None:
    held = hold(make)
    held.as_supervisor(client)
    old = client.read(held.address).form(f"{held.address}/texts/private")
    held.people.agreements[0].ends_on = today() - timedelta(days=1)
    client.send(old, held.address, 422, text="trop tard", act="keep")
    assert not client.read(held.address).tree.xpath("//textarea[@id='text-private']")


def test_a_stranger_may_not_write(make: Make, client: Client) -> None:
    held, other = hold(make), hold(make)
    other.as_supervisor(client)
    form = client.read(other.address).form(f"{other.address}/texts/shared")
    form.set("action", f"{held.address}/texts/shared")
    client.send(form, other.address, 404, text="x", act="keep")


def test_the_address_of_a_refused_text_leads_back_to_the_record(make: Make, client: Client) -> None:
    held = hold(make)
    page = held.as_supervisor(client).read(f"{held.address}/texts/shared")
    assert page.path == held.address


def test_a_broken_version_is_refused(make: Make, client: Client) -> None:
    held = hold(make)
    page = held.as_supervisor(client).read(held.address)
    form = page.form(f"{held.address}/texts/shared")
    for version in ("-1", "x", "99999999999999999999"):
        client.send(form, held.address, 422, text="x", act="keep", version=version)


def test_autosave_refuses_a_broken_version_and_a_stranger(make: Make, client: Client) -> None:
    held, other = hold(make), hold(make)
    page = held.as_trainee(client).read(held.address)
    page.tree.xpath("//textarea[@id='text-own']")[0].set("data-version", "x")
    assert _autosave(client, held, "own", "x", page).status_code == 422
    other.as_trainee(client)
    page = client.read(other.address)
    for kind in ("own", "shared"):
        address = f"{held.address}/texts/{kind}/autosave"
        page.tree.xpath("//textarea[@id='text-own']")[0].set("data-autosave", address)
        assert _autosave(client, other, "own", "x", page).status_code == 404


def test_a_broken_form_on_the_other_sides_text_does_not_exist(make: Make, client: Client) -> None:
    held = hold(make)
    form = held.as_trainee(client).read(held.address).form(f"{held.address}/texts/own")
    form.set("action", f"{held.address}/texts/shared")
    client.send(form, held.address, 404, text="x", act="keep", version="x")


def test_after_the_session_ended_autosave_asks_to_sign_in(make: Make, client: Client) -> None:
    held = hold(make)
    page = held.as_trainee(client).read(held.address)
    with client.http.session_transaction() as cookie:
        cookie["_user_id"] = "gone"
    assert _autosave(client, held, "own", "x", page).status_code == 401


def _autosave(
    client: Client, held: Held, kind: str, words: str, page: Page | None = None
) -> TestResponse:
    page = page or client.read(held.address)
    area = page.tree.xpath(f"//textarea[@id='text-{kind}']")[0]
    token = page.tree.xpath("//input[@name='csrf_token']/@value")[0]
    body = {"csrf_token": token, "version": area.get("data-version"), "text": words}
    return client.open(
        area.get("data-autosave"),
        method="POST",
        data=body,
        headers={"Accept": "application/json"},
    )


def _typed(page: Page, kind: str) -> str:
    area = page.tree.xpath(f"//textarea[@id='text-{kind}']")[0]
    # A browser drops the newline that the widget writes first.
    return str(area.text or "").lstrip("\r\n").replace("\r\n", "\n")


def _key_owners(session: Session) -> set[int]:
    return set(session.scalars(select(PersonKey.person_id)))
