"""The index of an archive, as a table that a spreadsheet opens and never executes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def index_sheet(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """CSV with semicolons and a byte order mark: what French spreadsheets expect."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def safe_cell(value: str) -> str:
    """The value, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{value}" if value.lstrip().startswith(_DANGEROUS) else value
