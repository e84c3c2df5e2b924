"""Tables as they are in the database, below the models: their sums, and the rows of the keys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from hashlib import sha256
from typing import IO, Any

from sqlalchemy import Connection, inspect, text

KEY_TABLES = ("root_checks", "purpose_keys", "person_keys")
"""What opens private text: in the file of the keys only."""
REVISIONS = "alembic_version"
AT_ONCE = 1_000


def table_sums(connection: Connection) -> dict[str, str]:
    """For each table but the keys: "rows sum", equal when the rows are, in whatever order."""
    names = set(inspect(connection).get_table_names()) - set(KEY_TABLES)
    return {name: _sum(connection, name) for name in sorted(names)}


def revision_of(connection: Connection) -> str:
    """The revision of the tables."""
    # nosemgrep: tests.judges.no-database-words-made-by-hand
    found: str = connection.execute(text(f"SELECT version_num FROM {REVISIONS}")).scalar_one()  # noqa: S608
    return found


def key_lines(connection: Connection) -> Iterator[str]:
    """The rows of the key tables, one JSON object a line."""
    for name in _present(connection):
        for row in _rows(connection, name):
            values = {column: _packed(value) for column, value in row.items()}
            yield json.dumps({"table": name, "row": values}) + "\n"


def put_keys(connection: Connection, lines: IO[bytes]) -> int:
    """Insert the rows of the key tables again; how many."""
    count = 0
    for line in lines:
        kept = json.loads(line)
        row = {column: _unpacked(value) for column, value in kept["row"].items()}
        names, places = ", ".join(row), ", ".join(f":{column}" for column in row)
        insert = f"INSERT INTO {kept['table']} ({names}) VALUES ({places})"  # noqa: S608 - ours
        connection.execute(text(insert), row)
        count += 1
    return count


def _present(connection: Connection) -> list[str]:
    names = inspect(connection).get_table_names()
    return [name for name in KEY_TABLES if name in names]


def _sum(connection: Connection, name: str) -> str:
    count = total = 0
    for row in _rows(connection, name):
        count += 1
        line = json.dumps({column: _told(value) for column, value in row.items()}, sort_keys=True)
        total += int.from_bytes(sha256(line.encode()).digest(), "big")
    return f"{count} {total % 2**256:064x}"


def _rows(connection: Connection, name: str) -> Iterator[dict[str, Any]]:
    quoted = connection.dialect.identifier_preparer.quote(name)
    # nosemgrep: tests.judges.no-database-words-made-by-hand
    everything = text(f"SELECT * FROM {quoted}")  # noqa: S608 - the database told us its name
    rows = connection.execute(everything.execution_options(yield_per=AT_ONCE))
    for row in rows.mappings():
        yield dict(row)


def _told(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value.isoformat() if isinstance(value, date) else value


def _packed(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return {"bytes": bytes(value).hex()}
    return {"instant": value.isoformat()} if isinstance(value, datetime) else value


def _unpacked(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if "bytes" in value:
        return bytes.fromhex(value["bytes"])
    return datetime.fromisoformat(value["instant"])
