"""The log: one JSON object a line, a reference for each request, nobody's data."""

from __future__ import annotations

import json
import logging
import re

import pytest

from lms.app.logs import JsonLines
from lms.web.database import Application
from tests.client import Client


def line_of(message: str, **more: object) -> dict[str, object]:
    record = logging.LogRecord("sillage", logging.WARNING, __file__, 1, message, None, None)
    for name, value in more.items():
        setattr(record, name, value)
    written = JsonLines().format(record)
    assert "\n" not in written
    told: dict[str, object] = json.loads(written)
    return told


def test_a_new_line_in_the_words_forges_no_second_line() -> None:
    assert line_of('first\n{"level": "info"}')["words"] == 'first\n{"level": "info"}'


def test_a_failure_is_told_without_the_value_that_caused_it() -> None:
    try:
        int("un secret")
    except ValueError as failure:
        told = line_of("it failed", exc_info=(ValueError, failure, failure.__traceback__))
    assert "ValueError" in str(told["failure"])
    assert "un secret" not in json.dumps(told)


def test_every_answer_has_a_reference_and_a_line_without_its_address(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "sillage.requests"):
        answer = client.open("/v/ABCD-EFGH-JKMN-PQRS?mail=awa@example.org")
    assert re.fullmatch("[0-9a-f]{12}", answer.headers["X-Request-Id"])
    (record,) = (r for r in caplog.records if r.name == "sillage.requests")
    told = line_of(record.getMessage(), facts=getattr(record, "facts", None))
    assert told["endpoint"] == "certification.verify"
    assert told["status"] == 200
    assert "ABCD" not in json.dumps(told)
    assert "awa" not in json.dumps(told)


def test_the_page_of_a_failure_gives_the_reference(
    app: Application, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> str:
        raise RuntimeError("broken on purpose")

    monkeypatch.setitem(app.view_functions, "privacy.privacy", fail)
    answer = client.open("/privacy")
    assert answer.status_code == 500
    assert answer.headers["X-Request-Id"] in answer.get_data(as_text=True)
