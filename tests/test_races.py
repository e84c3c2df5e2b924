"""Eight at once: one account, one role, one training, one letter, one text, one manager left."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.accounts.models import Invitation, InvitationState, Membership, MembershipState, Person
from lms.accounts.operations.invitations import InvitePerson, Secrets
from lms.journal.models import JournalEntry
from lms.kernel.actor import Role
from lms.learning.models import Enrolment
from lms.learning.operations.invitations import invite
from lms.outbox.models import Letter
from lms.web.database import Application
from lms.web.page import new_token, now
from tests.client import Client, Page
from tests.make import Make
from tests.races import AT_ONCE, ROUNDS, at_once, signed_in

PASSWORD = "une phrase que je garde"


def links(app: Application, email: str) -> list[str]:
    """One invitation from each of many organisations to the same address; their links."""
    tokens = [new_token() for _ in range(ROUNDS)]
    with app.extensions["sillage.sessions"]() as session, session.begin():
        make = Make(session)
        version = make.version()
        for number, token in enumerate(tokens):
            order = InvitePerson(
                given_name="Awa",
                family_name="Diop",
                email=email.format(number),
                role=Role.TRAINEE,
                locale="fr",
            )
            invite(
                session,
                order,
                version_id=version.id,
                organisation_id=make.organisation().id,
                invited_by=None,
                secrets=Secrets(token=token, public_id=new_token(), message_id=new_token()),
                now=now(),
            )
    return [f"/invitations/{token}" for token in tokens]


def pressed(client: Client, page: Page, fields: dict[str, Any]) -> int:
    """Send the page's form; the status of the answer."""
    sent = {**dict(page.form(page.path).form_values()), **fields}
    return client.open(page.path, method="POST", data=sent).status_code


def together(clients: list[Client], path: str, **fields: Any) -> list[int]:
    """Everybody reads the page, then everybody presses."""
    pages = [client.read(path) for client in clients]
    acts: list[Callable[[], int]] = [
        partial(pressed, client, page, fields) for client, page in zip(clients, pages, strict=True)
    ]
    return at_once(acts)


def counted(session: Session, model: Any) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def acceptances(session: Session) -> int:
    entries = select(JournalEntry).where(JournalEntry.action == "accounts.accept_invitation")
    return len(session.scalars(entries).all())


def test_eight_strangers_with_one_link_make_one_account(real: Application) -> None:
    clients = [Client(real) for _ in range(AT_ONCE)]
    for path in links(real, "personne{}@exemple.test"):
        statuses = together(clients, path, password=PASSWORD)
        assert statuses.count(303) == 1, statuses
        assert set(statuses) <= {303, 404, 422, 200}, statuses
    with Session(real.extensions["sillage.engine"]) as session:
        for model in (Person, Membership, Enrolment):
            assert counted(session, model) == ROUNDS
        states = session.scalars(select(Invitation.state)).all()
        assert states == [InvitationState.ACCEPTED] * ROUNDS
        assert acceptances(session) == ROUNDS


def test_eight_devices_of_one_person_with_one_link_make_one_training(real: Application) -> None:
    with real.extensions["sillage.sessions"]() as session, session.begin():
        person = Make(session).person(email="awa@exemple.test")
    clients = signed_in(real, person, Role.TRAINEE)
    for path in links(real, "awa@exemple.test"):
        statuses = together(clients, path)
        assert sorted(statuses) == [303] + [404] * (AT_ONCE - 1), statuses
    with Session(real.extensions["sillage.engine"]) as session:
        assert counted(session, Person) == 1
        assert counted(session, Membership) == counted(session, Enrolment) == ROUNDS
        assert acceptances(session) == ROUNDS


def test_one_form_sent_eight_times_at_once_invites_once(real: Application) -> None:
    with real.extensions["sillage.sessions"]() as session, session.begin():
        make = Make(session)
        organisation = make.organisation()
        manager, version = make.manager(organisation), make.version()
    # Eight tabs of one browser: the form's key belongs to the browser that read it.
    first = Client(real)
    first.sign_in(manager, role=Role.MANAGER, organisation=organisation)
    path = f"/orgs/{organisation.slug}/invitations/new"
    first.read(path)
    cookie = first.http.get_cookie("sillage")
    assert cookie is not None
    clients = [Client(real) for _ in range(AT_ONCE)]
    for client in clients:
        client.http.set_cookie("sillage", cookie.value)
    for number in range(ROUNDS):
        page = first.read(path)
        fields = {
            "family_name": "Diop",
            "email": f"personne{number}@exemple.test",
            "version_id": version.id,
        }
        statuses = at_once([partial(pressed, client, page, fields) for client in clients])
        assert statuses == [303] * AT_ONCE
    with Session(real.extensions["sillage.engine"]) as session:
        assert counted(session, Invitation) == counted(session, Letter) == ROUNDS


def test_the_same_words_sent_eight_times_at_once_are_one_version(real: Application) -> None:
    with real.extensions["sillage.sessions"]() as session, session.begin():
        make = Make(session)
        person = make.person()
        make.enrolment(person)
    path = "/modules/module-1/steps/2"
    clients = signed_in(real, person, Role.TRAINEE)
    tokens = [dict(c.read(path).form(path).form_values())["csrf_token"] for c in clients]

    def save(client: Client, token: str, version: int) -> object:
        sent = {"csrf_token": token, "version": version, "text": f"mot {version}"}
        answer = client.open(f"{path}/notes/1", method="POST", data=sent)
        return answer.status_code, answer.get_json().get("version")

    for version in range(ROUNDS):
        told = at_once([partial(save, c, t, version) for c, t in zip(clients, tokens, strict=True)])
        assert told == [(200, version + 1)] * AT_ONCE


def test_managers_who_end_each_other_at_once_leave_one(real: Application) -> None:
    with real.extensions["sillage.sessions"]() as session, session.begin():
        make = Make(session)
        places = [make.organisation() for _ in range(ROUNDS)]
        people = [[make.manager(place) for _ in range(AT_ONCE)] for place in places]
        roles = {m.person_id: m.public_id for m in session.scalars(select(Membership))}
    for place, managers in zip(places, people, strict=True):
        acts = []
        for person, victim in zip(managers, managers[1:] + managers[:1], strict=True):
            client = Client(real)
            client.sign_in(person, role=Role.MANAGER, organisation=place)
            path = f"/orgs/{place.slug}/people/{roles[victim.id]}/end"
            acts.append(partial(pressed, client, client.read(path), {}))
        statuses = at_once(acts)
        with Session(real.extensions["sillage.engine"]) as session:
            left = select(func.count()).where(
                Membership.organisation_id == place.id,
                Membership.state == MembershipState.ACTIVE,
            )
            assert (session.scalar(left) or 0) >= 1, statuses
            assert session.scalar(left) == AT_ONCE - statuses.count(303)
