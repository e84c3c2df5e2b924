"""Deleting texts whose time is up."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.journal.models import JournalEntry
from lms.supervision import jobs
from lms.supervision.models import SessionText, TextKind
from lms.web.database import Application
from lms.web.page import now
from tests.client import Client
from tests.make import Make, today
from tests.supervision.held import Held, answer, hold, share, sign, write


def test_an_aide_memoire_goes_90_days_after_the_session_and_not_before(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    held = _written(make, client)
    day_89 = now() + timedelta(days=89) - (today() - held.session.held_on)
    assert jobs.purge(app, now=day_89) == 0
    assert jobs.purge(app, now=day_89 + timedelta(days=1)) == 1
    assert _kinds(session) == {TextKind.SHARED, TextKind.OWN, TextKind.ANSWER}


def test_an_aide_memoire_goes_once_the_agreement_ended(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    held = _written(make, client)
    held.people.agreements[0].ends_on = today()
    session.commit()
    assert jobs.purge(app, now=now()) == 0
    assert jobs.purge(app, now=now() + timedelta(days=1)) == 1
    assert TextKind.PRIVATE not in _kinds(session)


def test_shared_texts_go_two_years_after_the_agreement_but_the_own_note_stays(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    held = _written(make, client)
    held.people.agreements[0].ends_on = today()
    session.commit()
    assert jobs.purge(app, now=now() + timedelta(days=730)) == 3
    assert _kinds(session) == {TextKind.OWN}


def test_a_deletion_is_journaled(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    held = _written(make, client)
    jobs.purge(app, now=now() + timedelta(days=91))
    entry = session.scalars(
        select(JournalEntry).where(JournalEntry.action == "supervision.purge_text")
    ).one()
    assert (entry.actor_id, entry.about_person_id) == (None, held.supervisor.id)
    assert entry.subject_id == held.part.public_id


def _written(make: Make, client: Client) -> Held:
    held = hold(make)
    write(held.as_supervisor(client), held, "private", "aide-mémoire")
    share(client, held, "partagé")
    sign(client, held)
    write(held.as_trainee(client), held, "own", "ma note")
    answer(client, held, "comment", "mon commentaire")
    return held


def _kinds(session: Session) -> set[TextKind]:
    session.expire_all()
    return set(session.scalars(select(SessionText.kind)))
