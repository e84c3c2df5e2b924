"""A manager says who signs in in two steps."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.journal.models import JournalEntry
from lms.organisations.models import Organisation
from lms.organisations.queries import roles_asked
from tests.client import Client
from tests.make import Make


def test_a_manager_decides_who_is_asked_and_it_is_noted_once(
    make: Make, client: Client, session: Session
) -> None:
    place = make.organisation()
    manager = make.manager(place)
    trainee = make.trainee(place)
    client.sign_in(manager, organisation=place)
    path = f"/orgs/{place.slug}/settings"

    page = client.submit(path, roles=["trainee", "tutor"])
    assert "Les réglages sont enregistrés." in page.words
    assert page.tree.xpath("//input[@name='roles'][@checked]/@value") == ["trainee", "tutor"]
    client.submit(path, roles=["trainee", "tutor"])

    session.expire_all()
    assert roles_asked(session.scalars(select(Organisation)).one()) == {"trainee", "tutor"}
    entries = select(JournalEntry.actor_id).where(
        JournalEntry.action == "organisations.ask_second_factor"
    )
    assert session.scalars(entries).all() == [manager.id]
    other = Client(client.app, session)
    other.sign_in(trainee, second_factor=False)
    assert other.read("/home").path == "/account/factors"


def test_what_is_no_role_is_refused(make: Make, client: Client, session: Session) -> None:
    place = make.organisation(second_factor_trainees=True)
    client.sign_in(make.manager(place), organisation=place)
    path = f"/orgs/{place.slug}/settings"
    client.submit(path, status=422, roles=["nobody"])
    session.expire_all()
    assert roles_asked(session.scalars(select(Organisation)).one()) == {"trainee"}
