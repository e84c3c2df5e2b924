"""Security headers, judged as public scanners do over https: the set that earns the best mark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.wrappers import Response

from lms.app.factory import create_app
from lms.web.database import Application
from tests.client import Client
from tests.conftest import settings_for
from tests.databases import Databases

SITE = "https://sillage.test"
HALF_A_YEAR = 15_768_000
SAFE_REFERRERS = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
NEEDED = {
    "default-src": {"'none'", "'self'"},
    "base-uri": {"'none'", "'self'"},
    "object-src": {"'none'"},
    "form-action": {"'none'", "'self'"},
    "frame-ancestors": {"'none'"},
}
"""What each directive may at most allow."""


@pytest.fixture
def site(databases: Databases, tmp_path: Path) -> Iterator[Application]:
    app = create_app(settings_for(databases.fresh(), tmp_path, SITE))
    yield app
    app.extensions["sillage.engine"].dispose()


def faults(answer: Response) -> list[str]:
    """What a scanner would take marks off for."""
    headers = answer.headers
    policy = {
        words.split()[0]: set(words.split()[1:])
        for words in headers.get("Content-Security-Policy", "").split(";")
        if words.strip()
    }
    found = [
        f"policy: {name}" for name, most in NEEDED.items() if not policy.get(name, {""}) <= most
    ]
    found += [
        f"policy: {each}" for each in sorted(set().union(*policy.values())) if "unsafe" in each
    ]
    age = headers.get("Strict-Transport-Security", "").partition("max-age=")[2].partition(";")[0]
    if not age.isdecimal() or int(age) < HALF_A_YEAR:
        found.append("transport security is short or missing")
    for name, wanted in (
        ("X-Content-Type-Options", {"nosniff"}),
        ("Referrer-Policy", SAFE_REFERRERS),
        ("Cross-Origin-Resource-Policy", {"same-origin"}),
        ("Cross-Origin-Opener-Policy", {"same-origin"}),
    ):
        if headers.get(name) not in wanted:
            found.append(f"{name}: {headers.get(name)}")
    for cookie in headers.getlist("Set-Cookie"):
        parts = {part.strip().partition("=")[0].lower() for part in cookie.split(";")}
        if not parts >= {"secure", "httponly", "samesite"} or not cookie.startswith("__Host-"):
            found.append(f"cookie: {cookie.partition('=')[0]}")
    if "Access-Control-Allow-Origin" in headers:
        found.append("other sites may read it")
    if {"Server", "X-Powered-By"} & set(headers.keys()):
        found.append("the server names itself")
    return found


def test_every_address_of_the_site_earns_the_best_mark(site: Application) -> None:
    client = Client(site)
    judged = 0
    for rule in site.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        path = str(rule)
        for name in rule.arguments:
            path = path.replace(f"<{name}>", "1").replace(f"<int:{name}>", "1")
        answer = client.open(path, base_url=SITE)
        assert faults(answer) == [], path
        judged += 1
    assert judged > 40


@pytest.mark.parametrize("path", ["/static/css/app.css", "/static/js/app.js"])
def test_static_files_and_refusals_are_judged_too(site: Application, path: str) -> None:
    client = Client(site)
    with client.open(path, base_url=SITE) as answer:
        assert answer.status_code == 200
        # Browsers take the promise of https from any page; files need not repeat it.
        assert [fault for fault in faults(answer) if "transport" not in fault] == []
    with client.open("/sign-in", base_url=SITE, method="POST") as answer:
        assert answer.status_code == 400
        assert faults(answer) == []


def test_the_judge_has_teeth(site: Application) -> None:
    answer = Client(site).open("/sign-in", base_url=SITE)
    answer.headers["Content-Security-Policy"] = "default-src 'self' 'unsafe-inline'"
    answer.headers["Set-Cookie"] = "sillage=1; Path=/"
    answer.headers["Strict-Transport-Security"] = "max-age=60"
    del answer.headers["X-Content-Type-Options"]
    told = " ".join(faults(answer))
    for word in ("object-src", "unsafe-inline", "transport", "X-Content-Type-Options", "cookie"):
        assert word in told
