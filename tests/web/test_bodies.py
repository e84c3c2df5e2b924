"""How large a body may be, by view and by whether somebody is signed in."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest
from flask import Flask, g, request
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import RequestEntityTooLarge

from lms.kernel.actor import Asked, Role
from lms.web.bodies import takes_files, widen
from lms.web.guard import anyone, requires
from tests.catalogue.test_drafts import Desk
from tests.client import Client
from tests.make import Make

LARGE = 90 * 1024 * 1024


@takes_files(1000)
@requires(anyone)
def taking() -> str:
    return str(len(request.get_data()))


def sign_in() -> None:
    """Somebody, where the cookie says so."""
    known = "_user_id" in request.cookies
    g._login_user = SimpleNamespace(is_authenticated=known, asked=Asked.NOTHING, actor=object())


@pytest.fixture
def http() -> FlaskClient:
    app = Flask("taking")
    app.config.update(
        SECRET_KEY="a", MAX_CONTENT_LENGTH=100, WTF_CSRF_HEADERS=["X-CSRFToken"], TESTING=True
    )
    app.before_request(sign_in)
    app.before_request(widen)
    app.add_url_rule("/token", view_func=generate_csrf)
    app.add_url_rule("/files", view_func=taking, methods=["POST"])
    app.add_url_rule("/words", "words", lambda: str(len(request.get_data())), methods=["POST"])
    app.add_url_rule("/sign-in", "accounts.sign_in", lambda: str(len(request.get_data())))
    return app.test_client()


def signed_in(http: FlaskClient) -> None:
    http.set_cookie("_user_id", "somebody")
    with http.session_transaction() as cookie:
        cookie["_user_id"] = "somebody"


@pytest.mark.parametrize(
    ("path", "known", "size", "status"),
    [
        ("/files", True, 1000, 200),
        ("/files", True, 1001, RequestEntityTooLarge.code),
        ("/words", True, 101, RequestEntityTooLarge.code),
        ("/words", False, 101, RequestEntityTooLarge.code),
        ("/nowhere", True, 101, 404),
    ],
)
def test_only_some_views_take_more_and_only_from_people_signed_in(
    http: FlaskClient, path: str, known: bool, size: int, status: int
) -> None:
    if known:
        signed_in(http)
    assert http.post(path, data=b"x" * size).status_code == status


def test_a_wrong_token_in_the_head_is_refused_before_the_body(http: FlaskClient) -> None:
    signed_in(http)
    right = http.get("/token").text
    for token, status in ((right, 200), ("wrong", 400)):
        head = {"X-CSRFToken": token}
        assert http.post("/files", data=b"x" * 900, headers=head).status_code == status


class Unread(io.RawIOBase):
    """A large body of which no byte should be asked for."""

    asked = False

    def readable(self) -> bool:
        return True

    def readinto(self, _buffer: object) -> int:
        self.asked = True
        return 0


def send_large(client: Client, path: str, **head: str) -> tuple[int, bool]:
    """How a large file is answered, and whether its bytes were asked for."""
    body = Unread()
    sent = {
        "wsgi.input": body,
        "CONTENT_LENGTH": str(LARGE),
        "CONTENT_TYPE": "multipart/form-data; boundary=b",
    }
    answer = client.open(path, method="POST", environ_overrides=sent, headers=head)
    return answer.status_code, body.asked


def test_nothing_is_read_of_what_somebody_sends_who_may_not(make: Make, client: Client) -> None:
    desk = Desk(make.session, make)
    elsewhere = make.organisation()
    outsider = make.member(Role.AUTHOR, elsewhere)
    make.session.commit()
    path = f"/studio/drafts/{desk.draft.public_id}/modules/role/media"

    assert send_large(client, path) == (413, False)
    client.sign_in(make.trainee(desk.organisation))
    assert send_large(client, path) == (403, False)
    client.sign_in(outsider, role=Role.AUTHOR, organisation=elsewhere)
    assert send_large(client, path) == (404, False)
    client.sign_in(desk.one, role=Role.AUTHOR, organisation=desk.organisation)
    assert send_large(client, f"{path}/nothing.pdf/replace") == (404, False)
    assert send_large(client, path, **{"X-CSRFToken": "wrong"}) == (400, False)
    assert send_large(client, path)[1]
