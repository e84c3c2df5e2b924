"""Whatever is sent, to whatever address, by whomever: a calm refusal, never a failure."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

import pytest
from sqlalchemy.orm import Session

from lms.web.database import Application
from tests.hostile import BODIES, FORM, PLACES, TYPICAL, VALUES, Sent, encoded, failed, forms_of
from tests.make import Make
from tests.test_permissions import COLUMNS, ROWS, World, signed_in, world_of
from tests.torture.malformed import filled, pages_of

HASHED = {"/sign-in", "/account/password", "/account/address"}
"""Forms whose password is hashed each time: a few values say as much as all."""
FEW = ("", "x" * 200_000, "nul\x00dedans", "\ud800 seul", "👩🏽\u200d🚀" * 20)
ROLES = ("AN", "OW", "SU", "MA")
NAMES = ("after", "before", "q", "page", "status", "state", "programme", "with", "next", "attempt")
AUTOSAVES = {
    "OW": ("/modules/module-1/steps/2/notes/1", "/records/{record}/texts/own/autosave"),
    "SU": (
        "/records/{record}/texts/shared/autosave",
        "/records/{record}/texts/private/autosave",
    ),
}
LISTS = {
    "SU": {"/people": "q after", "/sessions": "q after state", "/sessions/new": "with"},
    "OW": {"/supervision": "after", "/home": "programme", "/path": "programme"},
    "MA": {
        "/orgs/{org}/people": "q status after before",
        "/orgs/{org}/people/{member}": "after",
        "/orgs/{org}/team": "after",
        "/orgs/{org}/certificates": "q state after",
        "/orgs/{org}/certificates/{certificate}/withdraw": "reason next",
        "/orgs/{org}/invitations": "q after",
        "/orgs/{org}/agreements": "q after state",
        "/orgs/{org}/agreements/new": "trainee supervisor q",
    },
}


def own(form: Sent, column: str) -> bool:
    """Whether the form is tried as this role: those of everybody are tried as one of them."""
    everybody = urlsplit(form.action).path.startswith(("/account", "/language", "/sign-", "/v"))
    return not everybody or column in {"AN", "OW"}


def writing(path: str) -> Sent:
    """What the script of a page sends while somebody writes."""
    return Sent(path, (("version", "0"), ("text", "Des mots.")))


def tries_of(form: Sent) -> list[bytes]:
    """The form, spoiled in one place at a time."""
    path = urlsplit(form.action).path
    values = FEW if path in HASHED or "password" in dict(form.fields) else VALUES
    bodies = []
    for name in dict.fromkeys(name for name, _value in form.fields):
        if name == "csrf_token":
            # The front line refuses a wrong one before any room reads the rest.
            continue
        tried = FEW if name == "form_key" else values
        spoiled = [form.with_value(name, value) for value in tried]
        bodies += [form.without(name), form.many(name), *spoiled]
    return [encoded(fields) for fields in bodies]


@pytest.fixture
def world(app: Application, make: Make) -> World:
    return world_of(app, make)


@pytest.mark.parametrize("column", ROLES)
def test_no_form_fails_on_what_is_typed_into_it(
    app: Application,
    session: Session,
    world: World,
    column: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    client = signed_in(app, session, world, column)
    paths = [path.format(**world.names) for path in pages_of(column)]
    if column == "OW":
        step = client.read("/modules/module-1/steps/3")
        paths.append(client.send(step.form("/modules/module-1/check"), step.path).path)
    forms = [form for form in forms_of(client, paths) if own(form, column)]
    forms += [writing(path.format(**world.names)) for path in AUTOSAVES.get(column, ())]
    assert len(forms) > 2
    token = client.read("/accessibility").tree.xpath("//input[@name='csrf_token']/@value")[0]
    found = []
    for form in forms:
        for body in tries_of(form):
            sent = {"data": body, "content_type": FORM, "headers": {"X-CSRFToken": token}}
            if why := failed(client, session, "POST", form.action, **sent):
                found.append(f"{why} {body[-120:]!r}")
    assert found == [], caplog.text[-4000:]


@pytest.mark.parametrize("column", ROLES)
def test_no_address_fails_on_a_body_that_is_no_form(
    app: Application, session: Session, world: World, column: str
) -> None:
    client = signed_in(app, session, world, column)
    token = client.read("/accessibility").tree.xpath("//input[@name='csrf_token']/@value")[0]
    found = []
    at = 2 + COLUMNS.index(column)
    for row in ROWS:
        if row[0] != "POST" or row[at] != "y":
            continue
        path = row[1].format(**world.names)
        for kind, body in BODIES:
            sent = {"data": body, "content_type": kind, "headers": {"X-CSRFToken": token}}
            found.append(failed(client, session, "POST", path, **sent))
    assert [why for why in found if why] == []


@pytest.mark.parametrize("column", ROLES)
def test_no_page_fails_on_its_query(
    app: Application, session: Session, world: World, column: str
) -> None:
    client = signed_in(app, session, world, column)
    found = []
    for path in pages_of(column):
        if path.startswith(("/help", "/privacy", "/accessibility")):
            continue
        for value in TYPICAL:
            asked = [(name, value[:2_000]) for name in NAMES]
            address = f"{path.format(**world.names)}?{encoded(asked).decode()}"
            found.append(failed(client, session, "GET", address))
    assert [why for why in found if why] == []


@pytest.mark.parametrize("column", LISTS)
def test_no_list_fails_on_one_name_of_its_query(
    app: Application, session: Session, world: World, column: str
) -> None:
    client = signed_in(app, session, world, column)
    found = []
    for path, names in LISTS[column].items():
        for name in names.split():
            for value in TYPICAL:
                asked = encoded([(name, value[:2_000])]).decode()
                address = f"{path.format(**world.names)}?{asked}"
                found.append(failed(client, session, "GET", address))
    assert [why for why in found if why] == []


@pytest.mark.parametrize("column", ROLES)
def test_no_address_fails_on_what_stands_in_it(
    app: Application, session: Session, world: World, column: str
) -> None:
    client = signed_in(app, session, world, column)
    found = []
    for rule in app.url_map.iter_rules():
        names = sorted(rule.arguments)
        for place in PLACES if names else ():
            path = str(rule)
            for name in names:
                own = world.names["org"] if name == "org" and column == "MA" else place
                path = filled(path, name, own)
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                found.append(failed(client, session, method, path))
    assert [why for why in found if why] == []
