"""Letters reach their readers, whatever the mail server does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.text import Text
from lms.outbox.jobs import carriers, deliver_due, forget_addresses
from lms.outbox.models import Letter, LetterState
from lms.outbox.operations import Mail, post
from lms.web.database import Application
from tests.outbox.post_office import PostOffice, free_port, opened

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def port(app: Application, monkeypatch: pytest.MonkeyPatch) -> int:
    """The port of the mail server that the application is told of; nobody listens yet."""
    chosen = free_port()
    settings = replace(
        app.extensions["sillage.settings"],
        smtp=f"smtp://127.0.0.1:{chosen}",
        public_url="https://sillage.exemple.test",
    )
    monkeypatch.setitem(app.extensions, "sillage.settings", settings)
    return chosen


@pytest.fixture
def office(port: int) -> Iterator[PostOffice]:
    """A mail server that is up."""
    office = PostOffice()
    with opened(office, port):
        yield office


def write(session: Session, address: str = "lea@exemple.test", locale: str = "fr") -> Letter:
    """A letter posted at noon."""
    mail = Mail(
        to_address=address,
        locale=locale,
        subject=Text("Hello,"),
        lines=(Text("Line with %(count)s words", {"count": 4}),),
        link="/invitations/secret-token",
    )
    post(session, mail, now=NOON, message_id=f"id-{address}".replace("@", "-"))
    session.commit()
    return session.scalars(select(Letter).where(Letter.to_address == address)).one()


def test_a_letter_leaves_once_with_an_absolute_link(
    app: Application, session: Session, office: PostOffice
) -> None:
    letter = write(session)

    assert deliver_due(app, now=NOON) == 1
    assert deliver_due(app, now=NOON + timedelta(days=1)) == 0

    (mail,) = office.received
    assert mail["To"] == "lea@exemple.test"
    assert mail["Message-ID"] == "<id-lea-exemple.test@sillage.exemple.test>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "Line with 4 words" in mail.get_content()
    assert (
        "https://sillage.exemple.test/invitations/secret-token" in mail.get_content().splitlines()
    )
    session.refresh(letter)
    assert (letter.state, letter.sent_at, letter.link) == (LetterState.SENT, NOON, "")


def test_the_mail_is_written_in_the_readers_language(
    app: Application, session: Session, office: PostOffice
) -> None:
    write(session, "fr@exemple.test", "fr")
    write(session, "en@exemple.test", "en")

    deliver_due(app, now=NOON)

    words = {mail["To"]: mail for mail in office.received}
    assert words["fr@exemple.test"]["Subject"] == "Bonjour,"
    assert words["en@exemple.test"]["Subject"] == "Hello,"
    assert words["en@exemple.test"]["Content-Language"] == "en"


def test_sender_and_subject_say_nothing_of_care(
    app: Application, session: Session, office: PostOffice
) -> None:
    write(session)
    deliver_due(app, now=NOON)
    (mail,) = office.received
    assert mail["From"] == "Sillage <ne-pas-repondre@localhost>"


def test_a_server_that_is_down_is_tried_again_later(
    app: Application, session: Session, port: int
) -> None:
    letter = write(session)
    write(session, "other@exemple.test")

    assert deliver_due(app, now=NOON) == 0
    session.refresh(letter)
    assert (letter.state, letter.attempts) == (LetterState.PENDING, 1)
    assert letter.next_attempt_at == NOON + MINUTE

    office = PostOffice()
    with opened(office, port):
        assert deliver_due(app, now=NOON + MINUTE) == 2
    assert {mail["To"] for mail in office.received} == {"lea@exemple.test", "other@exemple.test"}


def test_waits_grow_then_the_letter_is_given_up_after_three_days(
    app: Application, session: Session, port: int
) -> None:
    letter = write(session)
    moment, waits = NOON, []
    while letter.state is LetterState.PENDING:
        deliver_due(app, now=moment)
        session.refresh(letter)
        waits.append((letter.next_attempt_at - moment) // MINUTE)
        moment = letter.next_attempt_at

    assert waits[:5] == [1, 5, 15, 60, 180]
    assert letter.state is LetterState.GIVEN_UP
    assert letter.link == ""
    assert timedelta(days=3) <= moment - NOON < timedelta(days=4)


def test_one_refused_address_is_given_up_alone(
    app: Application, session: Session, office: PostOffice
) -> None:
    office.answers["gone@exemple.test"] = "550 no such mailbox"
    gone, other = write(session, "gone@exemple.test"), write(session)

    assert deliver_due(app, now=NOON) == 1

    session.refresh(gone)
    session.refresh(other)
    assert (gone.state, gone.link, gone.sent_at) == (LetterState.GIVEN_UP, "", None)
    assert other.state is LetterState.SENT


def test_a_full_mailbox_is_tried_again_and_delays_nobody(
    app: Application, session: Session, office: PostOffice
) -> None:
    office.answers["full@exemple.test"] = "452 mailbox full"
    full = write(session, "full@exemple.test")
    write(session)

    assert deliver_due(app, now=NOON) == 1
    session.refresh(full)
    assert (full.state, full.next_attempt_at) == (LetterState.PENDING, NOON + MINUTE)

    office.answers.clear()
    assert deliver_due(app, now=NOON + MINUTE) == 1


@pytest.mark.parametrize(
    "address", ["léa@exemple.test", "two\nlines@exemple.test", "two\r\nBcc: x@exemple.test"]
)
def test_an_address_that_no_mail_can_carry_stops_nobody(
    app: Application, session: Session, office: PostOffice, address: str
) -> None:
    odd = write(session, address)
    write(session)
    assert deliver_due(app, now=NOON) == (2 if address.startswith("léa") else 1)
    session.refresh(odd)
    assert odd.state is not LetterState.PENDING


def test_a_server_that_hangs_ends_the_round_and_the_letter_waits(
    app: Application,
    session: Session,
    office: PostOffice,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(carriers, "SECONDS", 0.3)
    office.pause = 0.8
    letter = write(session)

    assert deliver_due(app, now=NOON) == 0
    session.refresh(letter)
    assert letter.state is LetterState.PENDING

    monkeypatch.setattr(carriers, "SECONDS", 10)
    office.pause = 0.0
    assert deliver_due(app, now=NOON + MINUTE) == 1
    assert len({mail["Message-ID"] for mail in office.received}) == 1


def test_the_demo_writes_one_file_for_each_letter(app: Application, session: Session) -> None:
    write(session)
    assert deliver_due(app, now=NOON) == 1
    folder: Path = app.extensions["sillage.settings"].data / "mail"
    (kept,) = folder.glob("*lea-exemple.test.eml")
    assert kept.name == "20261123T120000-id-lea-exemple.test.eml"
    mail = message_from_bytes(kept.read_bytes(), policy=default)
    assert mail["To"] == "lea@exemple.test"


def test_addresses_are_forgotten_a_week_after_sending(
    app: Application, session: Session, office: PostOffice
) -> None:
    letter = write(session)
    waiting = write(session, "later@exemple.test")
    waiting.next_attempt_at = NOON + timedelta(days=30)
    session.commit()
    deliver_due(app, now=NOON)

    assert forget_addresses(app, now=NOON + timedelta(days=6)) == 0
    assert forget_addresses(app, now=NOON + timedelta(days=8)) == 1
    session.refresh(letter)
    session.refresh(waiting)
    assert (letter.to_address, waiting.to_address) == ("", "later@exemple.test")


@pytest.mark.parametrize(
    ("host", "near"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("mail.exemple.test", False)],
)
def test_only_this_machine_may_take_mail_in_the_clear(host: str, near: bool) -> None:
    assert carriers.is_this_machine(host) is near


def test_a_distant_server_without_encryption_gets_nothing(
    app: Application, session: Session, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carriers, "is_this_machine", lambda _host: False)
    letter = write(session)
    assert deliver_due(app, now=NOON) == 0
    session.refresh(letter)
    assert (letter.state, office.received) == (LetterState.PENDING, [])
