"""A whole run fails when a template was opened by no test.

Hooks of pytest, named in conftest.py: each xdist worker hands what it saw to the controller.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.templating import DispatchingJinjaLoader

TEMPLATES = Path(__file__).parents[1] / "templates"
DRAWN_ELSEWHERE = "certificates/"
"""Rendered by the drawing process, which tests/printing and tests/certification start."""

_seen: set[str] = set()
_get_source = DispatchingJinjaLoader.get_source


def _watched(loader: DispatchingJinjaLoader, environment: Any, template: str) -> Any:
    _seen.add(template)
    return _get_source(loader, environment, template)


def pytest_configure() -> None:
    """Note every template that an application of this run opens."""
    DispatchingJinjaLoader.get_source = _watched  # type: ignore[method-assign,assignment]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A worker of xdist ended: take what it saw."""
    _seen.update(getattr(node, "workeroutput", {}).get("templates", ()))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand over, or judge."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["templates"] = sorted(_seen)
    elif _is_whole(session) and unseen():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say which templates nobody opened."""
    if _is_whole(terminalreporter._session):
        for name in unseen():
            terminalreporter.write_line(f"NO TEST RENDERED templates/{name}", red=True)


def unseen() -> list[str]:
    """The templates that no test opened."""
    there = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")}
    return sorted(name for name in there - _seen if not name.startswith(DRAWN_ELSEWHERE))


def _is_whole(session: pytest.Session) -> bool:
    config = session.config
    everything = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    chosen = (
        config.getoption("keyword") or config.getoption("markexpr") or config.getoption("lf", False)
    )
    return everything and not chosen and not session.testsfailed
