"""How large a body may be, by view and by whether somebody is signed in."""

from __future__ import annotations

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.exceptions import RequestEntityTooLarge

from lms.web.bodies import takes_files, widen


@takes_files(1000)
def taking() -> str:
    return str(len(request.get_data()))


@pytest.fixture
def http() -> FlaskClient:
    app = Flask("taking")
    app.config.update(SECRET_KEY="a", MAX_CONTENT_LENGTH=100)
    app.before_request(widen)
    app.add_url_rule("/files", view_func=taking, methods=["POST"])
    app.add_url_rule("/words", "words", lambda: str(len(request.get_data())), methods=["POST"])
    return app.test_client()


@pytest.mark.parametrize(
    ("path", "signed_in", "size", "status"),
    [
        ("/files", True, 1000, 200),
        ("/files", True, 1001, RequestEntityTooLarge.code),
        ("/files", False, 101, RequestEntityTooLarge.code),
        ("/words", True, 101, RequestEntityTooLarge.code),
        ("/nowhere", True, 101, 404),
    ],
)
def test_only_some_views_take_more_and_only_from_people_signed_in(
    http: FlaskClient, path: str, signed_in: bool, size: int, status: int
) -> None:
    if signed_in:
        with http.session_transaction() as cookie:
            cookie["_user_id"] = "somebody"
    assert http.post(path, data=b"x" * size).status_code == status
