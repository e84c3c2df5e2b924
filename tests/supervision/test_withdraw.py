"""Withdrawing a record that was shared with the wrong person."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.journal.models import JournalEntry
from lms.supervision.models import Participation
from tests.client import Client, Page
from tests.make import Make
from tests.supervision.held import Held, hold, share, sign


def test_a_withdrawn_record_is_gone_at_once(make: Make, client: Client) -> None:
    held = hold(make)
    share(held.as_supervisor(client), held, "pour quelqu'un d'autre")
    _withdraw(client, held)
    page = held.as_trainee(client).read(held.address)
    assert "pour quelqu'un d'autre" not in page.html
    assert page.tree.xpath("//*[contains(@class,'notice')]")


@pytest.mark.parametrize("opened", [True, False])
def test_the_author_learns_whether_it_was_opened(
    session: Session, make: Make, client: Client, opened: bool
) -> None:
    held = hold(make)
    share(held.as_supervisor(client), held)
    if opened:
        held.as_trainee(client).read(held.address)
    page = _withdraw(held.as_supervisor(client), held)
    name = held.trainee.screen_name
    told = f"{name} had opened it" in page.words or f"{name} l’avait ouvert" in page.words
    assert told is opened
    act = select(JournalEntry).where(JournalEntry.action == "supervision.withdraw_record")
    assert session.scalars(act).one().details == {"opened": opened}


def test_reading_after_the_withdrawal_is_not_an_opening(
    session: Session, make: Make, client: Client
) -> None:
    held = hold(make)
    share(held.as_supervisor(client), held)
    _withdraw(client, held)
    held.as_trainee(client).read(held.address)
    part = session.scalars(select(Participation).where(Participation.id == held.part.id)).one()
    assert part.opened_at is None


def test_a_withdrawn_record_can_be_corrected_and_shared_again(make: Make, client: Client) -> None:
    held = hold(make)
    share(held.as_supervisor(client), held, "à corriger")
    _withdraw(client, held)
    share(client, held, "corrigé")
    words = held.as_trainee(client).read(held.address).words
    assert "corrigé" in words
    assert "à corriger" not in words


def test_a_signed_record_may_not_be_withdrawn(make: Make, client: Client) -> None:
    held = hold(make)
    share(held.as_supervisor(client), held, "signé")
    form = client.read(held.address).form(f"{held.address}/withdraw")
    sign(client, held)
    refused = client.send(form, held.address, 422)
    assert refused.tree.xpath("//*[contains(@class,'errors')]//li")
    assert "signé" in held.as_trainee(client).read(held.address).words


def test_a_trainee_may_not_withdraw(make: Make, client: Client) -> None:
    held = hold(make)
    share(held.as_supervisor(client), held)
    form = client.read(held.address).form(f"{held.address}/withdraw")
    page = held.as_trainee(client).read(held.address)
    token = page.tree.xpath("//input[@name='csrf_token']/@value")[0]
    client.send(form, held.address, 404, csrf_token=token)


def test_withdrawing_twice_changes_nothing(session: Session, make: Make, client: Client) -> None:
    held = hold(make)
    share(held.as_supervisor(client), held)
    first = client.read(held.address).form(f"{held.address}/withdraw")
    second = client.read(held.address).form(f"{held.address}/withdraw")
    client.send(first, held.address)
    client.send(second, held.address)
    act = select(JournalEntry).where(JournalEntry.action == "supervision.withdraw_record")
    assert len(session.scalars(act).all()) == 1


def _withdraw(client: Client, held: Held) -> Page:
    return client.submit(held.address, action=f"{held.address}/withdraw")
