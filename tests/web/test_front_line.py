"""What stands before every view: headers, foreign forms, broken text, sizes, repeated forms."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.accounts.models import Invitation
from lms.kernel.actor import Role
from lms.outbox.models import Letter
from lms.web.addresses import local_address
from lms.web.headers import POLICY
from tests.catalogue.test_drafts import Desk
from tests.client import Client
from tests.make import Make


def test_every_answer_carries_the_headers(client: Client) -> None:
    for path in ("/sign-in", "/nowhere", "/help"):
        headers = client.open(path).headers
        assert headers["Content-Security-Policy"] == POLICY
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"
        assert "inline" not in headers["Content-Security-Policy"]


def test_static_files_are_kept_a_year(client: Client) -> None:
    page = client.read("/sign-in")
    (sheet,) = page.tree.xpath("//link[@rel='stylesheet']/@href")
    answer = client.open(sheet)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    answer.close()
    assert client.open("/static/../factory.py").status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.test"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_from_another_site_is_refused(client: Client, headers: dict[str, str]) -> None:
    form = client.read("/sign-in").form("/sign-in")
    answer = client.open("/sign-in", method="POST", data=dict(form.form_values()), headers=headers)
    assert answer.status_code == 403


def test_a_form_without_its_token_is_refused(client: Client) -> None:
    answer = client.open("/sign-in", method="POST", data={"email": "a@b.test", "password": "x"})
    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["/help%00", "/sign-in?next=%00", "/x?%00=1"])
def test_broken_text_in_an_address_names_nothing(client: Client, path: str) -> None:
    assert client.open(path).status_code == 404


def test_a_body_that_is_too_large_is_told_so(client: Client) -> None:
    form = client.read("/sign-in").form("/sign-in")
    data = {**dict(form.form_values()), "email": "a" * 300_000}
    page = client._page(client.open("/sign-in", method="POST", data=data), 413)
    assert "/help" in page.tree.xpath("//a/@href")


def test_who_writes_far_too_much_into_a_check_is_told_what_to_do(
    make: Make, client: Client
) -> None:
    desk = Desk(make.session, make)
    make.session.commit()
    client.sign_in(desk.one, role=Role.AUTHOR, organisation=desk.organisation)
    path = f"/studio/drafts/{desk.draft.public_id}/modules/role/activities/check"
    before = desk.files
    data = {**dict(client.read(path).form(path).form_values()), "summary_fr": "é" * 150_000}
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        answer = client.open(path, method="POST", data=data, content_type=kind)
        assert "Copiez-le en lieu sûr" in client._page(answer, 413).words
    assert desk.files == before


@pytest.mark.parametrize("status", [400, 403, 404])
def test_a_refusal_is_a_calm_page(client: Client, make: Make, status: int) -> None:
    if status == 400:
        page = client._page(client.open("/language", method="POST"), 400)
    elif status == 403:
        organisation = make.organisation()
        client.sign_in(make.trainee(organisation))
        page = client.read(f"/orgs/{organisation.slug}/invitations", 403)
    else:
        page = client.read("/nowhere", 404)
    assert page.tree.xpath("//h1")
    assert "/help" in page.tree.xpath("//a/@href")


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.test",
        "//evil.test",
        "\\\\evil.test",
        "/\\evil.test",
        "javascript:alert(1)",
        "evil",
        "",
        None,
        "http:evil.test",
        "///evil.test",
    ],
)
def test_a_return_address_never_leaves_the_site(address: str | None) -> None:
    assert local_address(address, "/home") in {"/home", "/evil.test"}


def test_a_return_address_inside_the_site_is_kept() -> None:
    assert local_address("/orgs/a/people?q=é&after=3") == "/orgs/a/people?q=é&after=3"


def test_the_language_is_kept_in_this_browser(client: Client) -> None:
    page = client.read("/sign-in")
    assert page.tree.get("lang") == "fr"
    page = client.send(page.form("/language"), "/sign-in", lang="en")
    assert page.path == "/sign-in"
    assert page.tree.get("lang") == "en"
    assert client.read("/help").tree.get("lang") == "en"


def test_the_same_form_sent_twice_acts_once(client: Client, make: Make, session: Session) -> None:
    organisation = make.organisation()
    version = make.version()
    client.sign_in(make.manager(organisation))
    path = f"/orgs/{organisation.slug}/invitations/new"
    form = client.read(path).form(path)
    fields: dict[str, Any] = {
        "family_name": "Diop",
        "email": "awa@exemple.test",
        "version_id": version.id,
    }
    first = client.send(form, path, **fields)
    second = client.send(form, path, **fields)
    assert first.path == second.path == f"/orgs/{organisation.slug}/invitations"
    assert session.scalar(select(func.count(Invitation.id))) == 1
    assert session.scalar(select(func.count(Letter.id))) == 1


def test_control_signs_are_dropped_and_accents_composed(
    client: Client, make: Make, session: Session
) -> None:
    organisation = make.organisation()
    version = make.version()
    client.sign_in(make.manager(organisation))
    path = f"/orgs/{organisation.slug}/invitations/new"
    client.submit(
        path,
        path,
        given_name="E\u0301lo\x00die",
        family_name=" Petit\x07 ",
        email="e@exemple.test",
        version_id=version.id,
    )
    invitation = session.scalars(select(Invitation)).one()
    assert (invitation.given_name, invitation.family_name) == ("Élodie", "Petit")


def test_a_refused_form_may_be_sent_again(client: Client, make: Make, session: Session) -> None:
    organisation = make.organisation()
    version = make.version()
    client.sign_in(make.manager(organisation))
    path = f"/orgs/{organisation.slug}/invitations/new"
    page = client.submit(path, path, family_name="", email="x", version_id=version.id, status=422)
    assert page.tree.findtext(".//title", "").startswith("Erreur")
    assert len(page.errors()) == 2
    client.send(page.form(path), path, family_name="Diop", email="awa@exemple.test")
    assert session.scalar(select(func.count(Invitation.id))) == 1
