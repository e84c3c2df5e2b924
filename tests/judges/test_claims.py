"""Claims of docs/asvs.csv that no other test proves: cookies, proxies, methods, static files."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from lms.accounts.forms import SignInForm
from lms.app.factory import create_app
from lms.web.assets import FOLDER
from lms.web.database import Application
from lms.web.page import new_token
from tests.conftest import settings_for

OVER_HTTPS = "https://sillage.example.org"
A_YEAR = "max-age=31536000"
FORBIDDEN = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|" + (
    r"localStorage|sessionStorage|indexedDB|postMessage|WebSocket|document\.cookie"
)


@pytest.fixture
def site(tmp_path: Path) -> Application:
    """The application at a public address over https, which touches no database here."""
    return create_app(settings_for("sqlite:///nowhere.db", tmp_path, OVER_HTTPS))


def ask(site: Application, path: str, method: str = "GET") -> TestResponse:
    return site.test_client().open(path, method=method, base_url=OVER_HTTPS, buffered=True)


def test_the_session_cookie_is_closed_to_scripts_and_other_sites(site: Application) -> None:
    (cookie,) = ask(site, "/sign-in").headers.getlist("Set-Cookie")
    name, *attributes = cookie.split("; ")
    assert name.startswith("__Host-sillage=")
    assert set(attributes) == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}


@pytest.mark.parametrize("path", ["/sign-in", "/not-there", "/static/css/app.css"])
def test_every_answer_asks_for_https_and_opens_to_no_other_site(
    site: Application, path: str
) -> None:
    answer = ask(site, path)
    assert answer.headers["Strict-Transport-Security"] == A_YEAR
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/sign-in", "/healthz", "/static/css/app.css", "/static/js/app.js"]
)
def test_words_say_how_they_are_written(site: Application, path: str) -> None:
    assert ask(site, path).headers["Content-Type"].replace('"', "").endswith("; charset=utf-8")


def test_a_picture_that_is_text_says_so_too(site: Application) -> None:
    answer = ask(site, "/static/img/icon.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml; charset=utf-8"


@pytest.mark.parametrize("path", ["/static/", "/static/css/", "/.git/config", "/wsgi.py"])
def test_folders_and_sources_are_not_there(site: Application, path: str) -> None:
    assert ask(site, path).status_code == 404


@pytest.mark.parametrize("path", ["/sign-in", "/static/css/app.css", "/not-there"])
def test_trace_is_refused(site: Application, path: str) -> None:
    assert ask(site, path, "TRACE").status_code in {404, 405}


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "203.0.113.9")])
def test_only_the_proxies_that_are_there_are_believed(
    tmp_path: Path, proxies: int, seen: str
) -> None:
    settings = settings_for("sqlite:///nowhere.db", tmp_path, OVER_HTTPS)
    site = create_app(replace(settings, trusted_proxies=proxies))
    told: list[str | None] = []
    site.before_request_funcs.setdefault(None, []).insert(
        0, lambda: told.append(request.remote_addr)
    )
    # The first address is what a stranger wrote, the last what the proxy added.
    forged = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}
    site.test_client().get("/sign-in", base_url=OVER_HTTPS, headers=forged)
    assert told == [seen]


def test_scripts_keep_nothing_and_insert_text_only() -> None:
    scripts = list(FOLDER.rglob("*.js"))
    assert scripts
    assert [re.findall(FORBIDDEN, script.read_text()) for script in scripts] == [[]] * len(scripts)


def test_a_long_password_is_taken_and_masked(site: Application) -> None:
    with site.test_request_context("/sign-in", base_url=OVER_HTTPS):
        form = SignInForm(MultiDict({"email": "a@example.org", "password": "é " * 32}))
        form.validate()
        assert "password" not in form.errors
        assert 'type="password"' in form.password()


def test_tokens_are_128_random_bits() -> None:
    made = {new_token() for _each in range(1000)}
    assert len(made) == 1000
    assert {len(one) for one in made} == {22}
