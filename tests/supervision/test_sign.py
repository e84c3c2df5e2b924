"""The supervisor's signature: what it covers, and that it freezes the facts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.journal.models import JournalEntry
from lms.learning.models import Enrolment
from lms.outbox.models import Letter
from lms.supervision.models import (
    Participation,
    SessionText,
    Signature,
    Standing,
    SupervisionSession,
)
from lms.supervision.rules.signing import FACTOR, Signed
from lms.web.database import Application
from tests.client import Client
from tests.make import Make
from tests.supervision.held import hold, share, sign, write


def test_a_supervisor_checks_the_facts_and_signs(
    session: Session, make: Make, client: Client
) -> None:
    held = hold(make)
    check = held.as_supervisor(client).read(f"{held.address}/sign")
    assert held.trainee.screen_name in check.words
    assert "1 h" in check.words.replace("\xa0", " ")
    sign(client, held)
    part = session.scalars(select(Participation)).one()
    assert part.standing is Standing.SIGNED
    assert part.signed_at is not None


def test_a_session_may_be_signed_without_a_text(
    session: Session, make: Make, client: Client
) -> None:
    held = hold(make)
    sign(held.as_supervisor(client), held)
    assert not session.scalars(select(SessionText)).all()
    assert held.supervisor.screen_name in held.as_trainee(client).read(held.address).words


def test_a_signature_keeps_its_sentence_person_instant_factor_and_digest(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    held = hold(make)
    share(held.as_supervisor(client), held)
    sign(client, held)
    kept = session.scalars(select(Signature)).one()
    assert kept.person_id == held.supervisor.id
    assert kept.factor == FACTOR == "password session"
    assert kept.sentence["language"] == "fr"
    line = kept.sentence["sentences"][0]
    assert "individual" in line["msgid"]
    assert line["params"] == {
        "held_on": held.session.held_on.isoformat(),
        "minutes": {"minutes": 60},
        "trainee": held.trainee.screen_name,
    }
    assert kept.facts == {
        "session": held.session.public_id,
        "participation": held.part.public_id,
        "held_on": held.session.held_on.isoformat(),
        "minutes": 60,
        "kind": "individual",
        "supervisor": held.supervisor.public_id,
        "trainee": held.trainee.public_id,
    }
    assert _digest(app, kept) == kept.digest
    assert _digest(app, kept, facts={**kept.facts, "minutes": 120}) != kept.digest
    assert _digest(app, kept, person_id=held.trainee.id) != kept.digest


def test_a_group_signature_names_only_its_own_person(
    session: Session, make: Make, client: Client
) -> None:
    held = hold(make, trainees=2)
    sign(held.as_supervisor(client), held)
    kept = session.scalars(select(Signature)).one()
    assert "group" in kept.sentence["sentences"][0]["msgid"]
    assert held.people.trainees[1].screen_name not in str(kept.sentence)
    standings = session.scalars(select(Participation.standing).order_by(Participation.id)).all()
    assert standings == [Standing.SIGNED, Standing.LOGGED]


def test_facts_that_changed_since_they_were_shown_are_not_signed(
    session: Session, make: Make, client: Client
) -> None:
    held = hold(make)
    page = held.as_supervisor(client).read(f"{held.address}/sign")
    session.execute(update(Participation).values(minutes=90))
    refused = client.send(page.form(shown=""), page.path, 422)
    assert "1 h 30" in refused.words.replace("\xa0", " ")
    assert session.scalars(select(Signature)).all() == []
    session.execute(update(SupervisionSession).values(kind="group"))
    client.send(refused.form(shown=""), page.path, 422)


def test_a_draft_that_is_not_shared_stops_the_signature(
    session: Session, make: Make, client: Client
) -> None:
    held = hold(make)
    check = held.as_supervisor(client).read(f"{held.address}/sign")
    write(client, held, "shared", "un brouillon")
    client.send(check.form(shown=""), check.path, 422)
    assert session.scalars(select(Signature)).all() == []
    assert not client.read(check.path).tree.xpath("//form//input[@name='shown']")


def test_an_emptied_draft_does_not_stop_the_signature(
    session: Session, make: Make, client: Client
) -> None:
    held = hold(make)
    write(held.as_supervisor(client), held, "shared", "un brouillon")
    write(client, held, "shared", "")
    sign(client, held)
    assert session.scalars(select(Signature)).one().standing is Standing.SIGNED


def test_pressing_sign_twice_signs_once(session: Session, make: Make, client: Client) -> None:
    held = hold(make)
    page = held.as_supervisor(client).read(f"{held.address}/sign")
    other_tab = client.read(f"{held.address}/sign")
    first = client.send(page.form(shown=""), page.path)
    again = client.send(page.form(shown=""), page.path)
    tab = client.send(other_tab.form(shown=""), page.path)
    assert first.path == again.path == tab.path == held.address
    assert len(session.scalars(select(Signature)).all()) == 1
    signed = select(JournalEntry).where(JournalEntry.action == "supervision.sign_record")
    assert len(session.scalars(signed).all()) == 1


def test_the_page_to_sign_leads_back_once_signed(make: Make, client: Client) -> None:
    held = hold(make)
    sign(held.as_supervisor(client), held)
    assert client.read(f"{held.address}/sign").path == held.address


def test_a_trainee_may_not_sign_as_supervisor(make: Make, client: Client) -> None:
    held = hold(make)
    page = held.as_supervisor(client).read(f"{held.address}/sign")
    held.as_trainee(client).read(f"{held.address}/sign", 404)
    token = client.read(held.address).tree.xpath("//input[@name='csrf_token']/@value")[0]
    client.send(page.form(shown=""), page.path, 404, csrf_token=token)


def test_another_supervisor_may_not_sign(make: Make, client: Client) -> None:
    held, other = hold(make), hold(make)
    other.as_supervisor(client).read(f"{held.address}/sign", 404)


def test_signing_tells_the_trainee_neutrally_and_the_rooms_that_count(
    session: Session, make: Make, client: Client
) -> None:
    held = hold(make)
    enrolment = session.scalars(
        select(Enrolment).where(Enrolment.person_id == held.trainee.id)
    ).one()
    before = enrolment.facts_changed_at
    sign(held.as_supervisor(client), held)
    letter = session.scalars(select(Letter)).one()
    assert letter.to_address == held.trainee.email
    assert held.supervisor.family_name not in str(letter.words)
    session.refresh(enrolment)
    assert enrolment.facts_changed_at > before


def _digest(app: Application, kept: Signature, **changed: Any) -> str:
    values = {
        "facts": kept.facts,
        "sentence": kept.sentence,
        "person_id": kept.person_id,
        "standing": kept.standing,
        "factor": kept.factor,
        "signed_at": kept.signed_at,
    }
    return Signed(**{**values, **changed}).digest(app.extensions["sillage.keys"])
