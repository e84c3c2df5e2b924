"""Signing in and out through the door."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, func, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from lms.accounts.models import MembershipState, PersonState, SignIn, Throttle
from lms.accounts.rules import SIGNING_IN
from lms.kernel.actor import Role
from lms.web.database import Application
from lms.web.page import now
from tests.client import Client
from tests.make import PASSWORD, Make


def knock(client: Client, email: str, password: str, path: str = "/sign-in") -> TestResponse:
    """Send the sign-in form and keep the bare answer."""
    page = client.read(path)
    values = dict(page.form().form_values()) | {"email": email, "password": password}
    form = page.tree.xpath("//main//form")[0]
    values["csrf_token"] = form.xpath(".//input[@name='csrf_token']/@value")[0]
    return client.open(path, method="POST", data=values)


def bare(answer: TestResponse, typed: str) -> str:
    """The answer's page without its tokens, its challenge and what was typed."""
    words = answer.get_data(as_text=True).replace(typed, "…")
    words = re.sub(r"(challenge&#34;: &#34;)[\w-]*", r"\1", words)
    return re.sub(r'(name="csrf_token"[^>]*value=")[^"]*', r"\1", words)


def test_a_person_signs_in_with_any_case_of_the_address(make: Make, client: Client) -> None:
    person = make.trainee()
    answer = knock(client, f" {person.email.upper()} ", PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/home")
    assert client.read("/account").path == "/account"


def test_a_person_returns_to_the_page_that_was_asked_for(make: Make, client: Client) -> None:
    person = make.trainee()
    asked = client.read("/account/names?x=1")
    assert asked.path == "/sign-in"
    answer = knock(client, person.email, PASSWORD, "/sign-in?next=/account/names?x%3D1")
    assert answer.headers["Location"] == "/account/names?x=1"


@pytest.mark.parametrize(
    "target", ["//evil.test", "////evil.test", "/\\evil.test", "https://evil.test", "//[", "home"]
)
def test_sign_in_never_leads_outside(make: Make, client: Client, target: str) -> None:
    answer = client.open("/sign-in", query_string={"next": target})
    assert answer.status_code == 200
    person = make.trainee()
    client.sign_in(person)
    answer = client.open("/sign-in", query_string={"next": target})
    assert answer.headers["Location"] == "/home"


def test_a_wrong_password_keeps_the_address(make: Make, client: Client) -> None:
    person = make.trainee()
    page = client.submit("/sign-in", email=person.email, password="autre chose", status=422)
    assert page.errors()
    assert page.tree.xpath("//input[@name='email']/@value") == [person.email]
    assert page.tree.xpath("//input[@name='password']/@value") == [""]


def test_known_unknown_and_closed_addresses_look_alike(
    make: Make, client: Client, app: Application
) -> None:
    known = make.trainee()
    closed = make.trainee(state=PersonState.CLOSED)
    client.read("/sign-in")
    seen = []
    for email in (known.email, closed.email, "personne-inconnue@exemple.test"):
        with Statements(app) as statements:
            answer = knock(client, email, "pas le bon mot de passe")
        seen.append((answer.status_code, bare(answer, email), tuple(statements.all)))
    assert seen[0] == seen[1] == seen[2]
    assert seen[0][0] == 422


def test_a_closed_account_does_not_open(make: Make, client: Client) -> None:
    person = make.trainee(state=PersonState.CLOSED)
    assert knock(client, person.email, PASSWORD).status_code == 422


@pytest.mark.parametrize("known", [True, False])
def test_the_eleventh_try_in_a_quarter_of_an_hour_waits(
    make: Make, client: Client, session: Session, known: bool
) -> None:
    person = make.trainee()
    email = person.email if known else "inconnue@exemple.test"
    for _n in range(SIGNING_IN.account):
        assert knock(client, email, "pas le bon").status_code == 422
    refused = knock(client, email, PASSWORD)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 15 * 60
    assert "15\u00a0min" in refused.get_data(as_text=True)
    session.execute(update(Throttle).values(since=now() - SIGNING_IN.within))
    session.commit()
    assert knock(client, email, PASSWORD).status_code == (303 if known else 422)


def test_tries_from_one_network_wait_whatever_the_address(client: Client, session: Session) -> None:
    knock(client, "premiere@exemple.test", "pas le bon")
    session.execute(update(Throttle).values(tries=SIGNING_IN.network))
    session.commit()
    assert knock(client, "autre@exemple.test", "pas le bon").status_code == 429


def test_signing_in_does_not_use_up_tries(make: Make, client: Client, session: Session) -> None:
    person = make.trainee()
    for _n in range(3):
        assert knock(client, person.email, PASSWORD).status_code == 303
        client.http.delete_cookie("sillage")
    assert set(session.scalars(select(Throttle.tries))) == {0}


def test_throttles_hold_nothing_readable(client: Client, session: Session) -> None:
    knock(client, "lisible@exemple.test", "pas le bon")
    for key in session.scalars(select(Throttle.key)):
        assert re.fullmatch(r"[0-9a-f]{64}", key)


class Statements:
    """What the database is asked inside the block, without transaction marks."""

    def __init__(self, app: Application) -> None:
        self.engine: Engine = app.extensions["sillage.engine"]
        self.all: list[str] = []

    def __enter__(self) -> Statements:
        event.listen(self.engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_error: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._note)

    def _note(self, _c: object, _k: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
            self.all.append(statement)


def test_the_sign_in_page_asks_the_database_nothing(client: Client, app: Application) -> None:
    with Statements(app) as statements:
        page = client.read("/sign-in")
    assert statements.all == []
    assert len(gzip.compress(page.html.encode())) <= 4096


def test_signing_in_takes_five_statements(make: Make, client: Client, app: Application) -> None:
    """One more on a device that is new, to know whom to tell."""
    email = make.trainee().email
    for most in (6, 5):
        client.http.delete_cookie("sillage")
        with Statements(app) as statements:
            assert knock(client, email, PASSWORD).status_code == 303
        assert len(statements.all) <= most


def test_sign_out_ends_the_session_and_clears_the_browser(
    make: Make, client: Client, session: Session
) -> None:
    client.sign_in(make.trainee())
    page = client.read("/account")
    token = dict(page.form("/sign-out").form_values())
    answer = client.open("/sign-out", method="POST", data=token)
    assert answer.headers["Location"] == "/sign-in"
    assert "storage" in answer.headers["Clear-Site-Data"]
    assert session.scalars(select(SignIn.revoked_at)).one() is not None
    assert client.read("/account").path == "/sign-in"


def test_an_old_cookie_does_not_hinder_a_new_sign_in(
    make: Make, client: Client, session: Session
) -> None:
    person = make.trainee()
    client.sign_in(person)
    session.execute(update(SignIn).values(revoked_at=now()))
    assert knock(client, person.email, PASSWORD).status_code == 303
    assert client.read("/account").path == "/account"


@pytest.mark.parametrize(
    "values",
    [
        {"last_seen_at": now() - timedelta(minutes=31)},
        {"created_at": now() - timedelta(hours=12, minutes=1)},
        {"revoked_at": now()},
    ],
)
def test_a_session_ends_when_idle_old_or_revoked(
    make: Make, client: Client, session: Session, values: dict[str, object]
) -> None:
    client.sign_in(make.trainee())
    assert client.read("/account").path == "/account"
    session.execute(update(SignIn).values(**values))
    assert client.read("/account").path == "/sign-in"


def test_a_refused_form_makes_no_session(client: Client, session: Session) -> None:
    for email, password in (("", PASSWORD), ("x" * 300, PASSWORD), ("a@b.test", "x" * 201)):
        assert knock(client, email, password).status_code == 422
    assert session.scalar(select(func.count()).select_from(SignIn)) == 0


def test_a_new_session_begins_under_the_hat_worn_last(
    make: Make, client: Client, session: Session
) -> None:
    organisation = make.organisation()
    person = make.trainee(organisation)
    make.membership(person, organisation, Role.MANAGER)
    client.sign_in(person, role=Role.MANAGER, organisation=organisation)
    session.execute(update(SignIn).values(revoked_at=now()))
    asked = f"/orgs/{organisation.slug}/invitations"
    assert knock(client, person.email, PASSWORD, f"/sign-in?next={asked}").status_code == 303
    assert client.read(asked).path == asked


def test_a_hat_that_was_taken_away_is_not_worn_again(
    make: Make, client: Client, session: Session
) -> None:
    organisation = make.organisation()
    person = make.trainee(organisation)
    managing = make.membership(person, organisation, Role.MANAGER)
    client.sign_in(person, role=Role.MANAGER, organisation=organisation)
    session.execute(update(SignIn).values(revoked_at=now()))
    managing.state = MembershipState.ENDED
    assert knock(client, person.email, PASSWORD).status_code == 303
    client.read(f"/orgs/{organisation.slug}/invitations", 403)
    assert client.read("/account").path == "/account"


def test_signing_in_on_a_known_device_takes_four_statements(
    make: Make, client: Client, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    person = make.trainee()
    for _ in range(2):
        client.http.delete_cookie("sillage")
        page = client.read("/sign-in")
        values = dict(page.form().form_values()) | {"email": person.email, "password": PASSWORD}
        values["csrf_token"] = page.tree.xpath("//main//input[@name='csrf_token']/@value")[0]
        with statements() as seen:
            answer = client.open("/sign-in", method="POST", data=values)
        assert answer.status_code == 303
    assert len(seen) <= 4
