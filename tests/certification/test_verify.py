"""Verification by strangers: what they learn, and what they never learn."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from lms.certification.models import WithdrawalReason
from lms.certification.operations import WithdrawCertificate, withdraw
from lms.certification.rules.codes import code_from, spaced
from lms.kernel.keys import Keys
from lms.web.database import Application
from lms.web.page import new_token, now
from tests.certification.earned import earned, issued, place
from tests.client import Client, Page
from tests.make import Make


def ask(client: Client, code: str, name: str) -> Page:
    """Type the name on the page of a code."""
    return client.submit(f"/v/{code}", family_name=name)


def verdict(page: Page) -> str:
    """ok, soon, plain; empty when there is none."""
    found = page.tree.xpath("//*[contains(concat(' ', @class, ' '), ' verdict ')]/@class")
    return (found[0].replace("verdict", "").strip(" -") or "ok") if found else ""


@pytest.mark.parametrize("name", ["Diop", "diop", " DIÖP ", "Awa Diop", "diop awa"])
def test_whoever_holds_the_document_learns_that_it_is_valid(
    make: Make, client: Client, keys: Keys, name: str
) -> None:
    held, token = issued(make, keys, earned(make, unanswered=90))
    page = ask(client, code_from(token), name)
    assert verdict(page) == "ok"
    words = page.words.replace("\u00a0", " ")
    document = held.snapshot["document"]
    for fact in (
        held.number,
        document["organisation"],
        document["programme"]["fr"],
        "4 h",
        "1 h 30",
    ):
        assert fact in words
    assert "Awa" not in words
    assert "Diop" not in words


@pytest.mark.parametrize("change", [str.lower, spaced, lambda code: spaced(code).replace("1", "l")])
def test_the_code_is_read_however_it_is_written(
    make: Make, client: Client, keys: Keys, change: Any
) -> None:
    _held, token = issued(make, keys, earned(make))
    assert verdict(ask(client, change(code_from(token)), "Diop")) == "ok"


def test_the_capital_address_of_the_qr_code_works(make: Make, client: Client, keys: Keys) -> None:
    _held, token = issued(make, keys, earned(make))
    assert verdict(client.submit(f"/V/{code_from(token)}", family_name="Diop")) == "ok"
    client.read("/V")


def test_opening_a_code_touches_no_database(app: Application, make: Make, client: Client) -> None:
    statements: list[str] = []
    engine = app.extensions["sillage.engine"]
    make.session.commit()
    listen = lambda *args: statements.append(args[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", listen)
    for code in (code_from("known"), "nonsense", "0" * 16, "x" * 300):
        answer = client.http.get(f"/v/{code}")
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"
    client.http.get("/v")
    event.remove(engine, "before_cursor_execute", listen)
    assert statements == []


def test_an_unknown_code_and_a_wrong_name_look_alike(
    make: Make, client: Client, keys: Keys
) -> None:
    _held, token = issued(make, keys, earned(make))
    known, unknown = code_from(token), code_from("nobody's")
    bodies = set()
    for code in (known, unknown):
        page = ask(client, code, "Martin")
        assert verdict(page) == "plain"
        bare = re.sub(r'name="csrf_token"[^>]*value="[^"]*"', "", page.html)
        bodies.add(bare.replace(code, "").replace(spaced(code), ""))
    assert len(bodies) == 1


def test_verifying_costs_the_same_statements_known_or_not(
    app: Application, make: Make, client: Client, keys: Keys
) -> None:
    _held, token = issued(make, keys, earned(make))
    engine, counts = app.extensions["sillage.engine"], []
    for code, name in ((code_from(token), "Diop"), (code_from(token), "X"), (code_from("u"), "X")):
        form = client.read(f"/v/{code}").form(family_name="")
        statements: list[str] = []
        listen = lambda *args, seen=statements: seen.append(args[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listen)
        client.send(form, f"/v/{code}", family_name=name)
        event.remove(engine, "before_cursor_execute", listen)
        counts.append(len([s for s in statements if "SAVEPOINT" not in s]))
    assert len(set(counts)) == 1
    assert counts[0] <= 4


def test_a_withdrawn_certificate_says_so_and_never_why(
    session: Session, make: Make, client: Client, keys: Keys
) -> None:
    one = earned(make)
    held, token = issued(make, keys, one)
    order = WithdrawCertificate(reason=WithdrawalReason.FRAUD)
    withdraw(session, held, order, by=one.manager.id, now=now(), message_id=new_token())
    page = ask(client, code_from(token), "Diop")
    assert verdict(page) == "soon"
    assert "fraud" not in page.words.lower()


def test_specimens_are_marked(make: Make, client: Client, keys: Keys) -> None:
    one = earned(make, at=place(make, specimen=True))
    _held, token = issued(make, keys, one)
    page = ask(client, code_from(token), "Diop")
    assert verdict(page) == "soon"
    assert "SPECIMEN" in page.words or "SPÉCIMEN" in page.words


def test_many_names_tried_on_one_code_have_to_wait(make: Make, client: Client, keys: Keys) -> None:
    _held, token = issued(make, keys, earned(make))
    path = f"/v/{code_from(token)}"
    form = client.read(path).form(family_name="")
    for n in range(10):
        client.send(form, path, family_name=f"Nom{n}", status=200)
    client.send(form, path, family_name="Diop", status=429)


def test_a_slip_in_the_code_is_told_beside_the_field(client: Client) -> None:
    page = client.submit("/v", code="7KQ4-M2XD-93", status=422)
    assert page.errors()
    assert client.submit("/v", code=spaced(code_from("x"))).path == f"/v/{code_from('x')}"


def test_an_empty_name_is_told_beside_the_field(client: Client) -> None:
    assert client.submit(f"/v/{code_from('x')}", family_name="", status=422).errors()
