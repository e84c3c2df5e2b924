"""Asking for everything about oneself, and taking it away."""

from __future__ import annotations

from tests.client import Client
from tests.make import Make
from tests.privacy.taken import export_of


def test_a_person_takes_everything_about_themselves(make: Make, client: Client) -> None:
    trainee = make.trainee()
    taken = export_of(client, trainee)
    assert taken.data["format"] == "sillage-export"
    assert taken["account"][0]["email"] == trainee.email
    assert trainee.screen_name in taken.page
    assert sorted(taken.archive.namelist())[:4] == [
        "data.json",
        "index.html",
        "schema.json",
        "style.css",
    ]
