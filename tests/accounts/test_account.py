"""The account page: names, display, devices, hats."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, MembershipState, Person, SignIn
from lms.accounts.operations.memberships import end_membership
from lms.journal.models import JournalEntry
from lms.kernel.actor import Role
from lms.kernel.refusals import NotThere
from lms.web.database import Application
from lms.web.page import now
from tests.accounts.test_sign_in import Statements
from tests.client import Client
from tests.make import Make, today


def test_a_person_changes_their_names_and_the_roster_follows(
    make: Make, client: Client, session: Session
) -> None:
    person = make.trainee(given="Zoé", family="Martin")
    client.sign_in(person)
    page = client.submit(
        "/account/names",
        given_name="",
        family_name="  Été   Noël ",
        screen_name="Zo",
        printed_name="Zoé Été-Noël",
    )
    assert "Zoé Été-Noël" in page.words
    found = session.get_one(Person, person.id)
    assert (found.given_name, found.family_name, found.screen_name) == ("", "Été Noël", "Zo")
    assert session.scalars(select(Membership.sort_name)).one() == "ete noel"


@pytest.mark.parametrize("field", ["family_name", "screen_name", "printed_name"])
@pytest.mark.parametrize("value", ["", "   ", "x" * 81])
def test_a_missing_or_endless_name_is_refused(
    make: Make, client: Client, field: str, value: str
) -> None:
    client.sign_in(make.trainee())
    assert client.submit("/account/names", status=422, **{field: value}).errors()


def test_a_person_chooses_language_colours_and_size(
    make: Make, client: Client, session: Session
) -> None:
    client.sign_in(make.trainee())
    page = client.submit("/account/display", locale="en", theme="dark", text_size="large")
    root = page.tree
    assert (root.get("lang"), root.get("data-theme"), root.get("data-text")) == (
        "en",
        "dark",
        "large",
    )
    back = client.submit("/account/display", locale="fr", theme="", text_size="").tree
    assert (back.get("lang"), back.get("data-theme")) == ("fr", None)


def test_an_unknown_choice_is_refused(make: Make, client: Client) -> None:
    client.sign_in(make.trainee())
    client.submit("/account/display", status=422, locale="xx", theme="", text_size="")
    client.submit("/account/display", status=422, theme="neon", text_size="")


def test_the_switch_in_the_foot_works_for_people_signed_in(make: Make, client: Client) -> None:
    client.sign_in(make.trainee())
    page = client.read("/account")
    assert client.send(page.form("/language"), "/account", lang="en").tree.get("lang") == "en"


def test_a_person_ends_one_device(make: Make, client: Client, session: Session) -> None:
    person = make.trainee()
    client.sign_in(person)
    client.sign_in(person)
    page = client.read("/account")
    (ending,) = page.tree.xpath("//form[contains(@action,'/end') and not(contains(.,'autres'))]")
    client.send(ending, "/account")
    assert len(session.scalars(select(SignIn).where(SignIn.revoked_at.is_(None))).all()) == 1
    assert client.read("/account").path == "/account"


def test_a_person_ends_all_other_devices(make: Make, client: Client, session: Session) -> None:
    person = make.trainee()
    for _n in range(3):
        client.sign_in(person)
    page = client.read("/account")
    client.send(page.form("/account/sign-ins/end-others"), "/account")
    assert len(session.scalars(select(SignIn).where(SignIn.revoked_at.is_(None))).all()) == 1
    assert client.read("/account").path == "/account"


def test_nobody_ends_the_device_of_somebody_else(
    make: Make, client: Client, session: Session
) -> None:
    other = make.trainee()
    client.sign_in(other)
    theirs = session.scalars(select(SignIn.public_id)).one()
    person = make.trainee()
    client.sign_in(person)
    client.sign_in(person)
    page = client.read("/account")
    assert theirs not in page.html
    form = page.form("/account/sign-ins/end-others")
    form.set("action", f"/account/sign-ins/{theirs}/end")
    client.send(form, "/account", status=404)
    first = select(SignIn.revoked_at).where(SignIn.public_id == theirs)
    assert session.scalars(first).one() is None


def test_the_account_page_takes_three_statements(
    make: Make, client: Client, app: Application
) -> None:
    person = make.trainee()
    for _n in range(5):
        client.sign_in(person)
    with Statements(app) as statements:
        client.read("/account")
    assert len(statements.all) <= 3


def test_a_person_changes_hats(make: Make, client: Client, session: Session) -> None:
    organisation = make.organisation()
    person = make.trainee(organisation)
    make.membership(person, organisation, Role.MANAGER)
    client.sign_in(person)
    page = client.read("/account")
    client.open("/role", method="POST", data=dict(page.form("/role").form_values()))
    kept = session.scalars(select(SignIn)).one()
    assert (kept.role, kept.organisation_id) == (Role.MANAGER, organisation.id)
    assert "responsable d’organisation" in client.read("/account").tree.xpath("string(//header)")


def test_a_hat_that_is_not_ones_own_is_not_there(
    make: Make, client: Client, session: Session
) -> None:
    elsewhere = make.organisation()
    organisation = make.organisation()
    person = make.trainee(organisation)
    make.membership(person, organisation, Role.MANAGER)
    client.sign_in(person)
    form = client.read("/account").form("/role")
    client.send(form, "/account", status=404, role="manager", organisation=elsewhere.slug)
    client.send(form, "/account", status=404, role="supervisor", organisation="")
    client.send(form, "/account", status=404, role="root", organisation="")
    assert session.scalars(select(SignIn.role)).one() is None


def test_an_ended_role_closes_at_the_next_request(
    make: Make, client: Client, session: Session
) -> None:
    organisation = make.organisation()
    person, _other = make.manager(organisation), make.manager(organisation)
    client.sign_in(person, role=Role.MANAGER, organisation=organisation)
    assert f"/orgs/{organisation.slug}/people" in client.read("/account").html
    own = select(Membership).where(Membership.person_id == person.id)
    membership = session.scalars(own).one()
    end_membership(session, membership, by=person.id, today=today(), now=now())
    assert f"/orgs/{organisation.slug}/people" not in client.read("/account").html
    with pytest.raises(NotThere):
        end_membership(session, membership, by=person.id, today=today(), now=now())
    session.refresh(membership)
    assert (membership.state, membership.ended_on) == (MembershipState.ENDED, today())


def test_every_change_is_journalled_in_ids_only(
    make: Make, client: Client, session: Session
) -> None:
    person = make.trainee(family="Secretnom")
    client.sign_in(person)
    client.submit("/account/names", family_name="Autrenom")
    client.submit("/account/display", theme="dark", text_size="")
    entries = session.scalars(select(JournalEntry)).all()
    assert {"accounts.change_names", "accounts.change_display"} <= {e.action for e in entries}
    assert all(e.about_person_id == person.id for e in entries)
    assert not any("nom" in str(e.details).lower() for e in entries)


def test_a_stranger_sees_no_account(client: Client, session: Session) -> None:
    for path in ("/account", "/account/names", "/account/display", "/account/address"):
        assert client.read(path).path == "/sign-in"
    session.execute(update(SignIn).values(revoked_at=now()))
