"""How many statements each page of learning sends, once the version was read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from tests.client import Client
from tests.learning.trainees import CHECK, begin, enrolled, finish, take
from tests.make import Make

Statements = Callable[[], AbstractContextManager[list[str]]]
WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/path", 5),
        ("/modules/role", 5),
        ("/modules/role/steps/1", 6),
        ("/modules/role/steps/4", 6),
        ("/modules/role/steps/7", 6),
        (f"/modules/role/steps/{CHECK}", 6),
    ],
)
def test_pages_read_little_even_the_first_time(
    make: Make, client: Client, statements: Statements, path: str, most: int
) -> None:
    enrolled(make, client)
    # The version itself is read once by a process; French bodies then stay in memory.
    client.read(path)
    with statements() as seen:
        client.read(path)
    assert len(seen) <= most, seen
    assert not [sql for sql in seen if sql.startswith(WRITES)]


def test_a_first_view_of_a_text_in_a_fresh_process(
    make: Make, client: Client, statements: Statements
) -> None:
    enrolled(make, client)
    with statements() as seen:
        client.read("/modules/role/steps/1")
    assert len(seen) <= 6, seen


def test_completing_writes_once_and_a_second_look_writes_nothing(
    make: Make, client: Client, statements: Statements
) -> None:
    enrolled(make, client)
    path = "/modules/role/steps/1"
    form = client.read(path).form(path)
    client.read("/modules/role/steps/2")
    values = dict(form.form_values())
    with statements() as seen:
        client.open(path, method="POST", data=values)
    assert len(seen) <= 6, seen
    with statements() as again:
        client.read(path)
    assert not [sql for sql in again if sql.startswith(WRITES)]


def test_one_answer(make: Make, client: Client, statements: Statements) -> None:
    enrolled(make, client)
    page = begin(client)
    values = {**dict(page.form(choice="").form_values()), "choice": "a"}
    with statements() as seen:
        client.open(page.path, method="POST", data=values)
    assert len(seen) <= 5, seen
    with statements() as seen:
        client.read("/modules/role/check/2")
    assert len(seen) <= 5, seen


def test_opening_and_beginning_a_check(make: Make, client: Client, statements: Statements) -> None:
    enrolled(make, client)
    path = f"/modules/role/steps/{CHECK}"
    form = client.read(path).form("/modules/role/check")
    with statements() as seen:
        client.send(form, path)
    assert len(seen) <= 8, seen


def test_sending_a_check_and_reading_its_result(
    make: Make, client: Client, statements: Statements
) -> None:
    enrolled(make, client)
    finish(client, 1)
    take(client, 3)
    begin(client)
    review = client.read("/modules/role/check/review")
    form = review.form("/modules/role/check/submit")
    with statements() as seen:
        page = client.send(form, review.path)
    assert page.path == "/modules/role/check/result"
    # Sending, then the result with what authors answered to readers of its questions.
    assert len(seen) <= 9, seen
