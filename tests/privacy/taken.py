"""Asking for an export as people do, and opening what they take away."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.exports import operations as exports
from lms.exports.models import Export, ExportKind
from lms.kernel.keys import Keys
from lms.privacy.jobs import make_due
from lms.vault.rules import new_key
from lms.web.page import new_token, now
from tests.client import Client


@dataclass
class Taken:
    """An archive that was downloaded."""

    archive: zipfile.ZipFile

    @property
    def data(self) -> dict[str, Any]:
        """data.json."""
        found: dict[str, Any] = json.loads(self.read("data.json"))
        return found

    @property
    def page(self) -> str:
        """index.html."""
        return self.read("index.html").decode()

    def read(self, name: str) -> bytes:
        """One file."""
        return self.archive.read(name)

    def __getitem__(self, section: str) -> list[dict[str, Any]]:
        """The rows of one section."""
        rows: list[dict[str, Any]] = self.data["sections"][section]
        return rows


def ask(client: Client) -> None:
    """Press the button."""
    client.submit("/account/data/export", "/account/data/export")


def take(client: Client) -> Taken:
    """Ask, let the worker work, and download."""
    ask(client)
    assert make_due(client.app, now=now()) == 1
    page = client.read("/account/data")
    address = page.tree.xpath("//a[contains(@href, '/account/data/export/')]/@href")[0]
    answer = client.open(address)
    assert answer.status_code == 200
    assert answer.mimetype == "application/zip"
    return Taken(zipfile.ZipFile(io.BytesIO(answer.get_data())))


def export_of(client: Client, person: Person, **hat: Any) -> Taken:
    """Sign in and take everything."""
    client.sign_in(person, **hat)
    return take(client)


def ready_export(
    session: Session,
    keys: Keys,
    person: Person,
    words: bytes = b"PK",
    kind: ExportKind = ExportKind.EVERYTHING,
) -> Export:
    """An export of one part that can be taken."""
    public_id = new_token()
    order = exports.AskExport(locale="fr", time_zone="Europe/Paris", kind=kind)
    exports.ask_export(session, order, person_id=person.id, now=now(), public_id=public_id)
    export = session.scalars(select(Export).where(Export.public_id == public_id)).one()
    claimed = exports.claim(session, export.id, now=now())
    assert claimed is not None
    key = new_key()
    exports.keep_part(session, claimed, key, 0, words)
    assert exports.finish(session, keys, claimed, key, parts=1, size=len(words), now=now())
    session.flush()
    session.refresh(export)
    return export
