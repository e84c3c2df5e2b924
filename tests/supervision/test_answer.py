"""The trainee's answer: countersign, comment or contest, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.journal.models import JournalEntry
from lms.outbox.models import Letter
from lms.supervision.models import Participation, SessionText, Signature, Standing, TextKind
from lms.web.page import now
from tests.client import Client
from tests.make import Make
from tests.supervision.held import answer, hold, share, sign, signed


@pytest.mark.parametrize(
    ("name", "words", "standing"),
    [
        ("countersign", None, Standing.COUNTERSIGNED),
        ("comment", "Je garde l'idée du silence.", Standing.COMMENTED),
        ("contest", "La séance a duré 45 minutes.", Standing.CONTESTED),
    ],
)
def test_a_trainee_answers_and_both_read_it(
    session: Session,
    make: Make,
    client: Client,
    name: str,
    words: str | None,
    standing: Standing,
) -> None:
    held = hold(make)
    sign(held.as_supervisor(client), held)
    answer(held.as_trainee(client), held, name, words)
    part = session.scalars(select(Participation)).one()
    assert part.standing is standing
    assert part.minutes == 60
    assert part.answered_at is not None
    kept = session.scalars(select(Signature).where(Signature.person_id == held.trainee.id)).one()
    assert kept.standing is standing
    for side in (held.as_trainee, held.as_supervisor):
        page = side(client).read(held.address)
        assert words is None or words in page.words


def test_the_words_of_an_answer_are_sealed_under_the_trainees_key(
    session: Session, make: Make, client: Client
) -> None:
    held = hold(make)
    sign(held.as_supervisor(client), held)
    answer(held.as_trainee(client), held, "contest", "jamais en clair")
    kept = session.scalars(select(SessionText).where(SessionText.kind == TextKind.ANSWER)).one()
    assert b"jamais" not in kept.sealed
    assert int.from_bytes(kept.sealed[1:9]) == held.trainee.id


def test_having_read_is_said_only_of_a_shared_record(
    session: Session, make: Make, client: Client
) -> None:
    plain, written = hold(make), hold(make)
    sign(plain.as_supervisor(client), plain)
    answer(plain.as_trainee(client), plain, "countersign")
    share(written.as_supervisor(client), written)
    sign(client, written)
    answer(written.as_trainee(client), written, "countersign")
    said = {
        signature.person_id: len(signature.sentence["sentences"])
        for signature in session.scalars(select(Signature))
    }
    assert said[plain.trainee.id] == 1
    assert said[written.trainee.id] == 2


@pytest.mark.parametrize("name", ["comment", "contest"])
def test_a_comment_or_a_contest_needs_words(
    session: Session, make: Make, client: Client, name: str
) -> None:
    held = hold(make)
    sign(held.as_supervisor(client), held)
    held.as_trainee(client)
    page = client.read(f"{held.address}/answer/{name}")
    refused = client.send(page.form(shown=""), page.path, 422, text="  ")
    assert refused.errors()
    long = client.send(refused.form(shown=""), page.path, 422, text="a" * 20_001)
    assert long.errors()
    assert session.scalars(select(Participation)).one().standing is Standing.SIGNED


def test_nothing_can_be_answered_before_the_supervisor_signed(
    session: Session, make: Make, client: Client
) -> None:
    held = hold(make)
    page = held.as_trainee(client).read(f"{held.address}/answer/countersign")
    assert page.path == held.address
    assert not page.tree.xpath("//a[contains(@href,'/answer/')]")
    assert session.scalars(select(Signature)).all() == []


def test_an_answer_still_comes_after_14_days(session: Session, make: Make, client: Client) -> None:
    held = hold(make)
    signed(held, at=now() - timedelta(days=40))
    answer(held.as_trainee(client), held, "countersign")
    assert session.scalars(select(Participation)).one().standing is Standing.COUNTERSIGNED


def test_only_the_first_answer_stands(session: Session, make: Make, client: Client) -> None:
    held = hold(make)
    sign(held.as_supervisor(client), held)
    held.as_trainee(client)
    contest = client.read(f"{held.address}/answer/contest")
    twice = client.read(f"{held.address}/answer/countersign")
    client.send(twice.form(shown=""), twice.path)
    client.send(twice.form(shown=""), twice.path)
    late = client.send(contest.form(shown=""), contest.path, text="trop tard")
    assert late.path == held.address
    assert session.scalars(select(Participation)).one().standing is Standing.COUNTERSIGNED
    mine = select(Signature).where(Signature.person_id == held.trainee.id)
    assert len(session.scalars(mine).all()) == 1
    assert not session.scalars(select(SessionText)).all()


def test_the_supervisor_is_told_neutrally(session: Session, make: Make, client: Client) -> None:
    held = hold(make)
    sign(held.as_supervisor(client), held)
    answer(held.as_trainee(client), held, "contest", "ce n'était pas ce jour")
    letter = session.scalars(select(Letter).order_by(Letter.id.desc())).first()
    assert letter is not None
    assert letter.to_address == held.supervisor.email
    assert held.trainee.family_name not in str(letter.words)
    assert "contest" not in str(letter.words)


def test_the_journal_does_not_say_which_answer_it_was(
    session: Session, make: Make, client: Client
) -> None:
    held = hold(make)
    sign(held.as_supervisor(client), held)
    answer(held.as_trainee(client), held, "contest", "ce n'était pas ce jour")
    entry = session.scalars(
        select(JournalEntry).where(JournalEntry.action == "supervision.answer_record")
    ).one()
    assert "contest" not in str(entry.details)


@pytest.mark.parametrize("name", ["countersign", "comment", "contest"])
def test_a_supervisor_may_not_answer_in_the_trainees_place(
    make: Make, client: Client, name: str
) -> None:
    held = hold(make)
    sign(held.as_supervisor(client), held)
    client.read(f"{held.address}/answer/{name}", 404)


def test_an_unknown_answer_does_not_exist(make: Make, client: Client) -> None:
    held = hold(make)
    sign(held.as_supervisor(client), held)
    held.as_trainee(client).read(f"{held.address}/answer/agree", 404)
