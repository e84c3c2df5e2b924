"""Who must have a second factor, and what a sign-in opens that has not shown it: nothing."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from lms.accounts.models import AuthenticatorApp, SignIn, SignInState
from lms.app.commands import lms
from lms.kernel.actor import Role
from lms.organisations.models import Organisation
from lms.organisations.queries import organisation_called
from lms.web.database import Application
from tests.accounts.factors import code_at, give_app, give_codes, give_passkey, knock
from tests.accounts.letters import letters_to, words_of
from tests.accounts.test_factors_app import shown_secret
from tests.client import Client
from tests.make import Make
from tests.test_permissions import ROWS, outcome, token_of, world_of

ASKING: dict[str, Any] = {"second_factor_supervisors": True, "second_factor_managers": True}


def is_public(row: list[str]) -> bool:
    """Whether a stranger may open it too."""
    return row[2] in "y4"


@pytest.mark.parametrize("column", ["OW", "SU", "MA"])
def test_a_sign_in_that_waits_reaches_only_its_second_step(
    app: Application,
    session: Session,
    sessions: sessionmaker[Session],
    make: Make,
    column: str,
) -> None:
    world = world_of(app, make)
    person, role, organisation = world.people[column]
    if column != "OW":
        make.app(person)
    client = Client(app, session)
    client.sign_in(person, role=role, organisation=organisation, second_factor=False)
    token = token_of(client)
    session.commit()
    wrong = []
    for row in ROWS:
        method, path = row[0], row[1].format(**world.names)
        expected = row[2] if is_public(row) else "i"
        if path.startswith("/second-factor"):
            expected = "y"
        if (method, row[1]) == ("POST", "/sign-in/link/{mailed}"):
            # The link opens the first step anew: OW, whose link it is, has a second one.
            expected = "i"
        with sessions.kw["bind"].begin_nested() as cell:
            found = _door(client, method, path, token)
            cell.rollback()
        session.expire_all()
        if found != expected:
            wrong.append(f"{method} {path}: {found}, not {expected}")
    assert wrong == []


def _door(client: Client, method: str, path: str, token: str) -> str:
    """As `outcome`, where the second step is the door."""
    with client.http.session_transaction() as cookie:
        kept = dict(cookie)
    data = {"csrf_token": token} if method == "POST" else None
    answer = client.http.open(path, method=method, data=data)
    with client.http.session_transaction() as cookie:
        cookie.clear()
        cookie.update(kept)
    target = answer.headers.get("Location", "")
    answer.close()
    if answer.status_code == 401 or target.startswith("/second-factor"):
        return "i"
    return {403: "3", 404: "4"}.get(answer.status_code, "y")


def test_whoever_must_choose_a_factor_reaches_only_that(
    app: Application, session: Session, make: Make
) -> None:
    organisation = make.organisation(**ASKING)
    manager = make.manager(organisation)
    client = Client(app, session)
    client.sign_in(manager, role=Role.MANAGER, organisation=organisation, second_factor=False)
    token = token_of(client)
    names = dict.fromkeys(world_of(app, make).names, "x")
    for row in ROWS:
        if row[0] != "GET" or is_public(row):
            continue
        path = row[1].format(**names)
        answer = client.open(path)
        led = answer.headers.get("Location", "")
        if path in {"/confirm", "/account/factors", "/account/factors/app"}:
            assert answer.status_code == 200, path
        elif path == "/account/factors/passkeys/new":
            assert answer.status_code == 200
        else:
            assert led.startswith("/account/factors"), path
    assert outcome(client, "POST", "/role", token) == "f"
    assert client.read("/help").path == "/help"


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.MANAGER])
def test_a_new_organisation_asks_supervisors_and_managers(
    app: Application, session: Session, make: Make, client: Client, role: Role
) -> None:
    runner = app.test_cli_runner()
    made = ["organisations", "create", "ch-lyon", "--name", "CH", "--kind", "hospital"]
    more = ["--prefix", "CHL", "--city", "Lyon", "--signatory", "X", "--function", "Y"]
    assert runner.invoke(lms, [*made, *more]).exit_code == 0
    place = organisation_called(session, "ch-lyon")
    person = make.person()
    make.membership(person, place, role)
    trainee = make.trainee(place)

    knock(client, trainee)
    assert client.read("/home").path == "/home"
    client.http.delete_cookie("sillage")
    assert knock(client, person, "/sign-in?next=/account/names") == "/account/names"
    page = client.read("/account/names")
    assert page.path == "/account/factors"
    app_page = client.read(page.tree.xpath("//main//a[contains(@href, '/app')]/@href")[0])
    secret = shown_secret(app_page)
    codes = client.send(app_page.form(code=""), app_page.path, code=code_at(secret))
    assert len(codes.tree.xpath("//li[@class='code']")) == 10
    onward = codes.tree.xpath("//main//a[contains(@class, 'btn')]/@href")[0]
    assert client.read(onward).path == "/account/names"


def test_the_setting_says_who_is_asked(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    place = make.organisation(**ASKING)
    session.commit()
    runner = app.test_cli_runner()
    told = runner.invoke(lms, ["organisations", "second-factor", place.slug])
    assert told.output.endswith("manager, supervisor\n")
    told = runner.invoke(lms, ["organisations", "second-factor", place.slug, "trainee"])
    assert told.output.endswith(": trainee\n")
    session.expire_all()
    kept = session.scalars(select(Organisation)).one()
    assert (kept.second_factor_trainees, kept.second_factor_managers) == (True, False)
    knock(client, make.manager(place))
    assert client.read("/home").path.startswith("/orgs/")
    client.http.delete_cookie("sillage")
    knock(client, make.trainee(place))
    assert client.read("/home").path == "/account/factors"
    runner.invoke(lms, ["organisations", "second-factor", place.slug, "nobody"])
    assert client.read("/home").path == "/home"


def test_a_role_that_asks_is_felt_at_the_next_request(
    make: Make, client: Client, session: Session
) -> None:
    person = make.trainee()
    client.sign_in(person, second_factor=False)
    assert client.read("/home").path == "/home"
    make.membership(person, make.organisation(**ASKING), Role.SUPERVISOR)
    assert client.read("/home").path == "/account/factors"


def test_the_last_factor_stays_while_it_is_asked_for(
    make: Make, client: Client, session: Session, app: Application
) -> None:
    person = make.supervisor(make.organisation(**ASKING))
    give_app(make, app.extensions["sillage.keys"], person)
    client.sign_in(person)
    page = client.submit("/account/factors/app", "/account/factors/app/remove", status=422)
    assert "seule" in page.words
    assert session.scalar(select(AuthenticatorApp.id)) is not None
    device = give_passkey(make, person)
    assert device.credential_id
    client.submit("/account/factors/app", "/account/factors/app/remove")
    assert session.scalar(select(AuthenticatorApp.id)) is None
    listed = client.read("/account/factors")
    path = listed.tree.xpath("//td//a[contains(@href, '/passkeys/')]/@href")[0]
    client.submit(path, f"{path}/remove", status=422)


def test_a_session_that_must_choose_cannot_add_to_the_factors_of_another(
    make: Make, client: Client, session: Session, app: Application
) -> None:
    """A thief with the password, who came before the person chose, does not choose for them."""
    person = make.supervisor(make.organisation(**ASKING))
    client.sign_in(person, second_factor=False)
    page = client.read("/account/factors/app")
    give_passkey(make, person)
    session.execute(update(SignIn).values(state=SignInState.OPEN))
    code = code_at(shown_secret(page))
    client.send(page.form(code=""), page.path, status=404, code=code)
    assert session.scalar(select(AuthenticatorApp.id)) is None


def test_whoever_waits_may_sign_out(make: Make, client: Client, session: Session) -> None:
    person = make.trainee()
    make.app(person)
    knock(client, person)
    page = client.read("/second-factor")
    client.send(page.form("/sign-out"), page.path)
    assert session.scalars(select(SignIn.revoked_at)).one() is not None
    assert client.read("/second-factor").path == "/sign-in"


def test_whoever_does_not_wait_has_no_second_step(make: Make, client: Client) -> None:
    assert client.read("/second-factor").path == "/sign-in"
    client.sign_in(make.trainee())
    assert client.read("/second-factor").path == "/home"


def test_the_operator_lets_somebody_choose_anew(
    make: Make, client: Client, session: Session, app: Application
) -> None:
    person = make.trainee()
    give_app(make, app.extensions["sillage.keys"], person)
    give_passkey(make, person)
    give_codes(session, person)
    client.sign_in(person)
    runner = app.test_cli_runner()
    session.commit()
    command = ["accounts", "forget-factors", person.email.upper(), "--yes"]
    assert "2 removed" in runner.invoke(lms, command).output
    session.expire_all()
    assert client.read("/home").path == "/sign-in"
    assert knock(client, person) == "/home"
    assert "second step" in words_of(letters_to(session, person.email)[0])
    unknown = runner.invoke(lms, ["accounts", "forget-factors", "nobody@exemple.test", "--yes"])
    assert unknown.exit_code != 0
