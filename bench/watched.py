"""Pages opened inside this process, and what each of their statements touches or takes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, event

from bench.visitors import Answer, Visitor

EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) "
EXPLAINED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


@dataclass
class Insider(Visitor):
    """A visitor without a network between."""

    client: FlaskClient = field(kw_only=True)

    def _request(self, method: str, path: str, body: str, status: int) -> Answer:
        kind = "application/x-www-form-urlencoded" if body else None
        answer = self.client.open(path, method=method, data=body or None, content_type=kind)
        if answer.status_code != status:
            raise RuntimeError(
                f"{method} {path} answered {answer.status_code} {answer.location}, not {status}"
            )
        return Answer(answer.status_code, answer.headers.get("Location", ""), answer.data)


def watched(app: Flask) -> Insider:
    """Somebody who opens a first page of this application."""
    return Insider(0, client=app.test_client())


@dataclass
class Watch:
    """Within it, `buffers` gains a figure for each statement; `statements` their words."""

    engine: Engine
    buffers: list[int] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)

    def __enter__(self) -> Watch:
        event.listen(self.engine, "before_cursor_execute", self._explain)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        event.remove(self.engine, "before_cursor_execute", self._explain)

    def _explain(
        self, on: Connection, _cursor: Any, words: str, values: Any, _context: Any, many: bool
    ) -> None:
        if not words.lstrip(" (").startswith(EXPLAINED):
            return
        self.statements.append(words)
        self.buffers.append(sum(_buffers(on, words, one) for one in (values if many else [values])))


@dataclass
class Steps:
    """Within it, `taken` counts the steps of SQLite's machine, for so many `statements`."""

    engine: Engine
    statements: int = 0
    taken: int = 0
    seen: list[Any] = field(default_factory=list)
    """The driver's connections, which count."""

    def __enter__(self) -> Steps:
        event.listen(self.engine, "before_cursor_execute", self._count)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        event.remove(self.engine, "before_cursor_execute", self._count)
        for connection in self.seen:
            connection.set_progress_handler(None, 1)

    def _count(
        self, on: Connection, _cursor: Any, words: str, _values: Any, _context: Any, _many: bool
    ) -> None:
        self.statements += words.lstrip(" (").startswith(EXPLAINED)
        driver = on.connection.dbapi_connection
        if driver is not None and driver not in self.seen:
            self.seen.append(driver)
            driver.set_progress_handler(self._step, 1)

    def _step(self) -> int:
        self.taken += 1
        return 0


def _buffers(on: Connection, words: str, values: Any) -> int:
    """Buffers of one statement, which is taken back: the real one follows."""
    cursor = on.connection.cursor()
    # Sessions that only read have no transaction to take part in.
    alone = getattr(on.connection.dbapi_connection, "autocommit", False)
    cursor.execute("BEGIN" if alone else "SAVEPOINT explained")
    cursor.execute(EXPLAIN + words, values)
    (found,) = cursor.fetchone() or ("",)
    cursor.execute("ROLLBACK" if alone else "ROLLBACK TO SAVEPOINT explained")
    cursor.close()
    plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])
