"""Sharing a record with the trainee."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.outbox.models import Letter
from lms.supervision.models import Participation
from tests.client import Client
from tests.make import Make
from tests.supervision.held import hold, share, write


def test_a_shared_record_is_read_by_both_with_its_readers_named(make: Make, client: Client) -> None:
    held = hold(make)
    share(held.as_supervisor(client), held, "Le cadre, puis les silences.")
    for side in (held.as_supervisor, held.as_trainee):
        page = side(client).read(held.address)
        assert "Le cadre, puis les silences." in page.words
        assert not page.tree.xpath("//textarea[@id='text-shared']")


def test_pressing_share_keeps_what_was_just_typed(make: Make, client: Client) -> None:
    held = hold(make)
    write(held.as_supervisor(client), held, "shared", "ancien brouillon")
    share(client, held, "dernier mot")
    words = held.as_trainee(client).read(held.address).words
    assert "dernier mot" in words
    assert "ancien brouillon" not in words


def test_an_empty_record_may_not_be_shared(session: Session, make: Make, client: Client) -> None:
    held = hold(make)
    page = held.as_supervisor(client).read(held.address)
    form = page.form(f"{held.address}/texts/shared")
    assert client.send(form, held.address, 422, text=" \n ", act="share").errors()
    assert _part(session, held.part.id).shared_at is None


def test_sharing_sends_one_neutral_letter(session: Session, make: Make, client: Client) -> None:
    held = hold(make)
    page = held.as_supervisor(client).read(held.address)
    form = page.form(f"{held.address}/texts/shared")
    client.send(form, held.address, text="une fois", act="share")
    client.send(form, held.address, text="une fois", act="share")
    letter = session.scalars(select(Letter)).one()
    assert letter.to_address == held.trainee.email
    assert letter.link == held.address
    written = str(letter.words)
    for word in ("une fois", held.supervisor.family_name, "supervision", "psych", "peer"):
        assert word not in written


def test_a_record_shared_from_an_old_page_gives_a_choice(make: Make, client: Client) -> None:
    held = hold(make)
    held.as_supervisor(client)
    old = client.read(held.address).form(f"{held.address}/texts/shared")
    write(client, held, "shared", "plus récent")
    client.send(old, held.address, 409, text="plus ancien", act="share")
    assert "plus ancien" not in held.as_trainee(client).read(held.address).html


def test_a_trainee_may_not_share(session: Session, make: Make, client: Client) -> None:
    held = hold(make)
    write(held.as_supervisor(client), held, "shared", "brouillon")
    held.as_trainee(client)
    form = client.read(held.address).form(f"{held.address}/texts/own")
    form.set("action", f"{held.address}/texts/shared")
    client.send(form, held.address, 404, text="brouillon", act="share", version=1)
    assert _part(session, held.part.id).shared_at is None


def _part(session: Session, part_id: int) -> Participation:
    return session.scalars(select(Participation).where(Participation.id == part_id)).one()
