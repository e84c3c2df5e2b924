"""What the log says of a failure: where and what, never what somebody wrote."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import text

from lms.web.database import Application
from lms.web.errors import trace_of


def broken_by(words: str) -> None:
    """Fail on what somebody typed."""
    try:
        int(words)
    except ValueError as refused:
        raise RuntimeError(f"cannot read {words}") from refused


def test_a_trace_names_errors_and_places_without_their_messages() -> None:
    with pytest.raises(RuntimeError) as caught:
        broken_by("un secret")
    told = trace_of(caught.value)
    assert "RuntimeError" in told
    assert "after ValueError" in told
    assert "in broken_by" in told
    assert "un secret" not in told


def test_a_trace_keeps_what_speaks_of_code() -> None:
    with pytest.raises(AttributeError) as caught:
        object().missing  # type: ignore[attr-defined] # noqa: B018
    assert "has no attribute 'missing'" in trace_of(caught.value)


def test_a_database_error_met_on_the_way_quotes_no_values(
    app: Application, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = app.extensions["sillage.engine"]

    def fail() -> str:
        with engine.connect() as connection:
            try:
                connection.execute(text("SELECT :words FROM nowhere"), {"words": "un secret"})
            except Exception:
                raise KeyError("un secret") from None
        return ""

    # The application's own handler, with a view that fails as none of ours does.
    monkeypatch.setitem(app.view_functions, "privacy.privacy", fail)
    with caplog.at_level(logging.DEBUG, "sillage"):
        assert app.test_client().get("/privacy").status_code == 500
    assert "unexpected KeyError" in caplog.text
    assert "after " in caplog.text
    assert "un secret" not in caplog.text
    assert "SELECT" not in caplog.text
