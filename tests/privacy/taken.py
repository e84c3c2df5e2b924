"""Asking for an export as people do, and opening what they take away."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

from lms.accounts.models import Person
from lms.privacy.jobs import make_due
from lms.web.page import now
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
