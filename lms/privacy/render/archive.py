"""The ZIP of an export, made piece by piece: index.html, data.json and its schema, documents."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment
from zipstream import ZIP_DEFLATED, ZIP_STORED, ZipStream

from lms.certification.operations.filing import Reader
from lms.certification.queries.certificates import FileRow
from lms.certification.rules.naming import distinct_names
from lms.privacy.queries.contents import Contents, Row
from lms.privacy.render.pages import groups_of
from lms.privacy.render.sentences import as_sentences
from lms.privacy.rules.schema import FORMAT, VERSION, schema
from lms.storage.operations import FileDamaged
from lms.vault.rules import SealBroken

STYLE = "privacy/assets/export.css"
FOLDER = "certificates/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that goes into the archive as it is, read when its turn comes."""

    name: str
    content: Callable[[], bytes]
    folder: str = "work/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """Everything that one archive is made of."""

    contents: Contents
    documents: Sequence[FileRow]
    content: Reader
    attachments: Sequence[Attachment]
    locale: str
    zone: ZoneInfo
    made_at: datetime


def archive_of(env: Environment, making: Making) -> Iterator[bytes]:
    """The bytes of the archive; needs an application context in the reader's language.

    Documents are read when their turn comes, so that many of them take the memory of one.
    """
    found = {name: [as_sentences(row) for row in rows] for name, rows in making.contents.items()}
    readable = [file for file in making.documents if _opens(making.content, file)]
    names = [FOLDER + name for name in distinct_names(file.file_name for file in readable)]
    attached = [one for one in making.attachments if _reads(one)]
    placed = list(distinct_names(one.folder + one.name for one in attached))
    archive = ZipStream(compress_type=ZIP_DEFLATED)
    archive.add(_page(env, making, found, [*names, *placed]), "index.html")
    archive.add(_source(env, STYLE), "style.css")
    archive.add(_data(making, found, [*names, *placed]), "data.json")
    archive.add(_json(schema()), "schema.json")
    for file, name in zip(readable, names, strict=True):
        archive.add(_bytes(making.content, file), name, compress_type=ZIP_STORED)
    for one, name in zip(attached, placed, strict=True):
        archive.add(_attached(one), name, compress_type=ZIP_STORED)
    yield from archive


def _page(
    env: Environment, making: Making, found: dict[str, list[Row]], names: Sequence[str]
) -> bytes:
    page = env.get_template("privacy/export.html").render(
        lang=making.locale,
        account=found["account"][0],
        groups=groups_of(found, making.zone),
        files=names,
        lost=len(making.documents) + len(making.attachments) - len(names),
        made_on=making.made_at.astimezone(making.zone).date(),
    )
    return page.encode()


def _source(env: Environment, name: str) -> bytes:
    if env.loader is None:
        raise RuntimeError("templates have no loader")
    return env.loader.get_source(env, name)[0].encode()


def _data(making: Making, found: dict[str, list[Row]], names: Sequence[str]) -> bytes:
    return _json(
        {
            "format": FORMAT,
            "version": VERSION,
            "made_at": making.made_at,
            "language": making.locale,
            "files": list(names),
            "sections": found,
        }
    )


def _json(document: dict[str, Any]) -> bytes:
    written = json.dumps(document, ensure_ascii=False, indent=1, default=_plain)
    return written.encode() + b"\n"


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return str(value.value)
    raise TypeError(f"{type(value).__name__} has no place in an export")


def _opens(content: Reader, file: FileRow) -> bool:
    try:
        content(file)
    except (OSError, FileDamaged, SealBroken):
        # A damaged document must not keep everything else from the person: the page says so.
        return False
    return True


def _reads(one: Attachment) -> bool:
    try:
        one.content()
    except (OSError, FileDamaged, SealBroken):
        return False
    return True


def _attached(one: Attachment) -> Iterator[bytes]:
    yield one.content()


def _bytes(content: Reader, file: FileRow) -> Iterator[bytes]:
    yield content(file)
