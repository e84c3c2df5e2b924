"""Eight at once: one certificate, one replacement, one document, no number twice."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from lms.certification import jobs
from lms.certification.models import Certificate, CertificateState, FileState
from lms.journal.models import JournalEntry
from lms.kernel.actor import Role
from lms.kernel.keys import Keys
from lms.outbox.models import Letter
from lms.web.database import Application
from tests.certification.earned import Earned, earned, issued, place
from tests.client import Client, Page
from tests.make import Make
from tests.races import AT_ONCE, ROUNDS, at_once


def opened(app: Application) -> Session:
    sessions: sessionmaker[Session] = app.extensions["sillage.sessions"]
    return sessions()


def managers(app: Application, one: Earned) -> list[Client]:
    """The manager's eight devices."""
    clients = [Client(app) for _ in range(AT_ONCE)]
    for client in clients:
        client.sign_in(one.manager, role=Role.MANAGER, organisation=one.organisation)
    return clients


def sending(client: Client, path: str) -> Callable[[], Page]:
    """The form of a page that was read, ready to be sent."""
    form = client.read(path).form(seen="")
    return lambda: client.send(form, path)


def counted(session: Session, action: str) -> int:
    return session.scalars(
        select(func.count()).where(JournalEntry.action == f"certification.{action}")
    ).one()


def test_eight_issues_at_once_make_one_certificate(real: Application) -> None:
    with opened(real) as session:
        make = Make(session)
        at = place(make)
        people = [earned(make, at=at) for _ in range(ROUNDS)]
        session.commit()
    clients = managers(real, people[0])
    for one in people:
        answers = at_once([sending(client, one.issue_path) for client in clients])
        assert len({page.path for page in answers}) == 1
    with opened(real) as session:
        held = session.scalars(select(Certificate)).all()
        assert len(held) == len({c.enrolment_id for c in held}) == ROUNDS
        assert len({c.number for c in held}) == ROUNDS
        assert counted(session, "issue") == ROUNDS
        assert len(session.scalars(select(Letter)).all()) == ROUNDS


def test_eight_people_certified_at_once_get_eight_numbers(real: Application) -> None:
    with opened(real) as session:
        make = Make(session)
        at = place(make)
        rounds = [[earned(make, at=at) for _ in range(AT_ONCE)] for _ in range(5)]
        session.commit()
    clients = managers(real, rounds[0][0])
    for people in rounds:
        paired = zip(clients, people, strict=True)
        at_once([sending(client, one.issue_path) for client, one in paired])
    with opened(real) as session:
        numbers = session.scalars(select(Certificate.number)).all()
        assert len(numbers) == len(set(numbers)) == AT_ONCE * len(rounds)


def test_eight_replacements_at_once_make_one(real: Application) -> None:
    keys: Keys = real.extensions["sillage.keys"]
    with opened(real) as session:
        make = Make(session)
        at = place(make)
        people = [earned(make, at=at) for _ in range(ROUNDS)]
        old = [issued(make, keys, one)[0].public_id for one in people]
        for one in people:
            one.person.printed_name = "Awa Ndiaye"
        session.commit()
    clients = managers(real, people[0])
    for one, public_id in zip(people, old, strict=True):
        path = f"{one.register_path}/{public_id}/replace"
        acts = [refused_or_sent(client, path) for client in clients]
        assert sorted(at_once(acts)) == [303] + [422] * (AT_ONCE - 1)
    with opened(real) as session:
        states = session.scalars(select(Certificate.state)).all()
        assert states.count(CertificateState.VALID) == ROUNDS
        assert states.count(CertificateState.REPLACED) == ROUNDS
        assert counted(session, "replace") == ROUNDS


def refused_or_sent(client: Client, path: str) -> Callable[[], int]:
    form = dict(client.read(path).form(seen="").form_values())
    return lambda: client.http.post(path, data=form).status_code


def test_eight_workers_at_once_draw_each_document_once(real: Application) -> None:
    keys: Keys = real.extensions["sillage.keys"]
    with opened(real) as session:
        make = Make(session)
        at = place(make)
        for _ in range(3):
            issued(make, keys, earned(make, at=at))
    drawn = at_once([lambda: jobs.print_due(real)] * AT_ONCE)
    assert sum(drawn) == 3
    with opened(real) as session:
        for held in session.scalars(select(Certificate)):
            assert (held.file_state, held.attempts) == (FileState.READY, 1)
        assert counted(session, "print") == 3
