"""A manager invites; the invited person accepts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.accounts.models import Invitation, InvitationState, Membership, Person
from lms.kernel.actor import Role
from lms.learning.models import Enrolment
from lms.outbox.models import Letter
from tests.client import Client
from tests.make import PASSWORD, Make


def link_of(session: Session) -> str:
    """The path in the newest letter."""
    return session.scalars(select(Letter.link).order_by(Letter.id.desc())).first() or ""


def invite(client: Client, make: Make, **fields: Any) -> str:
    """Invite from a manager's page; the organisation's slug."""
    organisation = make.organisation("Rive commune")
    version = make.version()
    client.sign_in(make.manager(organisation))
    client.submit(
        f"/orgs/{organisation.slug}/invitations/new",
        action=f"/orgs/{organisation.slug}/invitations/new",
        **{
            "given_name": "Awa",
            "family_name": "Diop",
            "email": "awa@exemple.test",
            "version_id": version.id,
            **fields,
        },
    )
    return organisation.slug


def test_an_invitation_becomes_an_account_and_an_enrolment(
    client: Client, make: Make, session: Session
) -> None:
    invite(client, make)
    client.open("/sign-out", method="POST")
    stranger = Client(client.app, session)
    page = stranger.submit(link_of(session), password="une phrase que je garde")
    assert page.path == "/sign-in"

    person = session.scalars(select(Person).where(Person.email_key == "awa@exemple.test")).one()
    assert (person.given_name, person.family_name) == ("Awa", "Diop")
    assert session.scalars(select(Enrolment.person_id)).all() == [person.id]
    stranger.submit("/sign-in", email="AWA@exemple.test", password="une phrase que je garde")
    stranger.read(link_of(session), 404)


def test_inviting_a_known_address_discloses_and_resets_nothing(
    client: Client, make: Make, session: Session
) -> None:
    known = make.person("Nadia", "Ferrand", email="awa@exemple.test")
    before = known.password_hash
    slug = invite(client, make)
    page = client.read(f"/orgs/{slug}/invitations")
    assert "Awa Diop" in page.words
    assert "Ferrand" not in page.words
    assert session.get_one(Person, known.id).password_hash == before

    stranger = Client(client.app, session)
    page = stranger.read(link_of(session))
    assert not page.tree.xpath("//input[@name='password']")
    stranger.sign_in(known)
    stranger.submit(link_of(session), action=link_of(session))
    roles = session.scalars(select(Membership.role).where(Membership.person_id == known.id)).all()
    assert roles == [Role.TRAINEE]
    assert session.scalar(select(func.count(Person.id)).where(Person.family_name == "Diop")) == 0


def test_the_same_address_is_invited_once(client: Client, make: Make) -> None:
    slug = invite(client, make)
    page = client.submit(
        f"/orgs/{slug}/invitations/new",
        action=f"/orgs/{slug}/invitations/new",
        family_name="Diop",
        email="Awa@Exemple.test",
        status=422,
    )
    assert len(page.errors()) == 1
    assert page.tree.xpath("//input[@name='family_name']/@value") == ["Diop"]


def test_sending_again_replaces_the_link(client: Client, make: Make, session: Session) -> None:
    slug = invite(client, make)
    first = link_of(session)
    public_id = session.scalars(select(Invitation.public_id)).one()
    client.submit(f"/orgs/{slug}/invitations", f"/orgs/{slug}/invitations/{public_id}/send-again")
    assert link_of(session) != first
    stranger = Client(client.app, session)
    stranger.read(first, 404)
    stranger.read(link_of(session))


def test_a_cancelled_invitation_is_closed(client: Client, make: Make, session: Session) -> None:
    slug = invite(client, make)
    public_id = session.scalars(select(Invitation.public_id)).one()
    client.submit(f"/orgs/{slug}/invitations", f"/orgs/{slug}/invitations/{public_id}/cancel")
    assert session.scalars(select(Invitation.state)).one() is InvitationState.CANCELLED
    Client(client.app, session).read(link_of(session), 404)


def test_a_weak_password_is_told_beside_its_field(
    client: Client, make: Make, session: Session
) -> None:
    invite(client, make)
    page = Client(client.app, session).submit(link_of(session), password="court", status=422)
    assert page.errors()
    assert session.scalar(select(func.count(Person.id)).where(Person.given_name == "Awa")) == 0


def test_a_manager_of_another_organisation_sees_nothing(client: Client, make: Make) -> None:
    slug = invite(client, make)
    client.sign_in(make.manager())
    client.read(f"/orgs/{slug}/invitations", 404)
    client.sign_in(make.trainee())
    client.read(f"/orgs/{slug}/invitations", 403)


def test_the_password_of_the_tests_is_long_enough() -> None:
    assert len(PASSWORD) >= 12
