"""Rounds: none stops another, none is lost, and housekeeping forgets in time."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Invitation, InvitationState
from lms.app.worker import Round
from lms.drafts.jobs import purge as purge_drafts
from lms.drafts.models import Draft
from lms.journal.jobs import purge as purge_journal
from lms.journal.models import JournalEntry
from lms.journal.operations import record
from lms.kernel.actor import Role
from lms.learning.jobs import purge as purge_invitations
from lms.learning.models import TrainingOffer
from lms.web.database import Application
from lms.web.jobs import purge_form_keys
from lms.web.models import FormKey
from lms.web.nudge import BELL, nudge
from tests.make import Make

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def never() -> bool:
    return False


def test_a_round_goes_on_until_nothing_is_left(app: Application) -> None:
    left = [3, 2, 1, 0]
    Round("test", lambda _app, now: left.pop(0)).run(app, never)
    assert left == []


def test_a_failing_round_is_logged_without_values_and_may_be_asked_again(
    app: Application, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(Exception):
        params = {"email": "secret@exemple.test"}

    calls: list[int] = []

    def work(_app: Any, now: datetime) -> int:
        calls.append(1)
        raise Broken("secret@exemple.test")

    broken = Round("test.work", work)
    with caplog.at_level(logging.ERROR, "sillage"):
        broken.run(app, never)
        broken.run(app, never)
    assert len(calls) == 2
    assert "test.work failed: Broken" in caplog.text
    assert "secret" not in caplog.text


def test_a_round_asked_for_while_it_is_made_is_made_once_more(app: Application) -> None:
    started, go_on = Event(), Event()
    calls: list[int] = []

    def work(_app: Any, now: datetime) -> int:
        calls.append(1)
        started.set()
        go_on.wait(10)
        return 0

    slow = Round("slow", work)
    thread = Thread(target=slow.run, args=(app, never))
    thread.start()
    started.wait(10)
    slow.run(app, never)  # returns at once: the other thread has it
    assert len(calls) == 1
    go_on.set()
    thread.join(10)
    assert len(calls) == 2


def test_a_page_is_never_spoiled_by_a_bell_that_does_not_ring(
    app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[int] = []

    def ring() -> None:
        rung.append(1)
        raise OSError("no queue")

    monkeypatch.setitem(app.extensions, BELL, ring)
    with app.app_context():
        nudge()
    assert rung == [1]


def test_form_keys_are_forgotten_after_a_week(app: Application, session: Session) -> None:
    session.add(FormKey(digest="old", location="/", used_at=NOON - 8 * DAY))
    session.add(FormKey(digest="new", location="/", used_at=NOON - 6 * DAY))
    session.commit()
    assert purge_form_keys(app, now=NOON) == 1
    assert session.scalars(select(FormKey.digest)).all() == ["new"]


def test_acts_are_forgotten_after_three_years(app: Application, session: Session) -> None:
    for days, action in ((3 * 365 + 2, "old.act"), (3 * 365, "recent.act")):
        record(session, action, now=NOON - days * DAY, actor_id=None, subject=("test", 1))
    session.commit()
    assert purge_journal(app, now=NOON) == 1
    assert session.scalars(select(JournalEntry.action)).all() == ["recent.act"]


def test_expired_drafts_are_forgotten_and_reflections_stay(
    app: Application, session: Session, make: Make
) -> None:
    person = make.person()
    for name, expires_at in (("old", NOON - DAY), ("new", NOON + DAY), ("kept", None)):
        session.add(
            Draft(
                public_id=name,
                person_id=person.id,
                form="reflection",
                subject=name,
                version=1,
                sealed=b"",
                updated_at=NOON,
                expires_at=expires_at,
            )
        )
    session.commit()
    assert purge_drafts(app, now=NOON) == 1
    assert set(session.scalars(select(Draft.subject))) == {"new", "kept"}


def test_invitations_are_forgotten_a_month_after_their_end(
    app: Application, session: Session, make: Make
) -> None:
    organisation, version = make.organisation(), make.version()
    ends = {"cancelled long ago": NOON - 31 * DAY, "cancelled lately": NOON - 29 * DAY}
    for name, closed_at in ends.items():
        invitation = Invitation(
            public_id=name,
            organisation_id=organisation.id,
            role=Role.TRAINEE,
            email=f"{len(name)}@exemple.test",
            email_key=f"{len(name)}@exemple.test",
            given_name="",
            family_name="Nom",
            sort_name="nom",
            token_hash=name,
            state=InvitationState.CANCELLED,
            sent_at=closed_at,
            expires_at=closed_at,
            closed_at=closed_at,
        )
        session.add(invitation)
        session.flush()
        session.add(TrainingOffer(invitation_id=invitation.id, version_id=version.id))
    session.commit()
    assert purge_invitations(app, now=NOON) == 1
    assert session.scalars(select(Invitation.public_id)).all() == ["cancelled lately"]
