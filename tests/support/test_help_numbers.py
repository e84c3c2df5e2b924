"""Help numbers: reachable by anybody, dated and sourced, without a trace."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, event

from lms.support.rules import OLD_AFTER, checked_too_long_ago, read_table, territories
from lms.web.database import Application
from tests.client import Client
from tests.make import Make


@pytest.mark.parametrize("signed_in", [False, True])
def test_anybody_reaches_the_numbers(client: Client, make: Make, signed_in: bool) -> None:
    if signed_in:
        client.sign_in(make.trainee())
    page = client.read("/help")
    links = page.tree.xpath("//a/@href")
    for target in ("tel:3114", "tel:15", "tel:112", "sms:114"):
        assert target in links
    assert "n’est pas un service d’urgence" in page.words


def test_a_visit_touches_no_database(client: Client, make: Make, app: Application) -> None:
    client.sign_in(make.trainee())
    engine: Engine = app.extensions["sillage.engine"]
    statements: list[str] = []

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    client.read("/help")
    event.remove(engine, "before_cursor_execute", note)
    assert statements == []


@pytest.mark.parametrize("path", ["/help", "/privacy", "/accessibility", "/sign-in", "/nowhere"])
def test_every_page_leads_to_the_numbers(client: Client, path: str) -> None:
    page = client.read(path, 404 if path == "/nowhere" else 200)
    assert "/help" in page.tree.xpath("//a/@href")


def test_every_number_says_where_and_when_it_was_checked() -> None:
    for territory in territories():
        for number in territory.numbers:
            assert number.source.startswith("http")
            assert number.checked_by
            assert set(number.name) == set(number.words) == {"fr", "en"}


def test_an_old_check_is_told() -> None:
    newest = max(n.checked_on for t in territories() for n in t.numbers)
    assert checked_too_long_ago(newest) == ()
    assert len(checked_too_long_ago(newest + OLD_AFTER + timedelta(days=1))) == 4


def test_an_entry_without_a_source_is_refused() -> None:
    entry = {
        "number": "1",
        "by_text": False,
        "name": {},
        "words": {},
        "checked_by": "x",
        "checked_on": date(2026, 1, 1),
    }
    with pytest.raises(TypeError):
        read_table({"territory": {"FR": {"name": {}, "number": [entry]}}})
