"""What was there before second factors goes on: open sessions, and who is asked from now on."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, column, create_engine, insert, inspect, table, text

from lms.app.migrations import downgrade, upgrade
from tests.databases import Databases

MOMENT = "2026-11-01 10:00:00+00:00"


def add(connection: Connection, called: str, **values: Any) -> None:
    """A row of before."""
    named = table(called, *(column(key) for key in values))
    connection.execute(insert(named).values(values))


def add_place(connection: Connection, number: int, *, specimen: bool) -> None:
    """An organisation of before."""
    words = {"name": "A", "kind": "association", "city": "Lyon", "nda_number": ""}
    signs = {"signatory_name": "C", "signatory_function": "D", "time_zone": "Europe/Paris"}
    add(
        connection,
        "organisations",
        id=number,
        public_id=f"o{number}",
        slug=f"o{number}",
        prefix=f"OR{number}",
        territory="FR",
        specimen=specimen,
        created_at=MOMENT,
        **words,
        **signs,
    )


@pytest.fixture
def before(databases: Databases) -> str:
    """A database of before, with a real place, a fictitious one and an open session."""
    url = databases.empty()
    upgrade(url, "0002")
    engine = create_engine(url)
    with engine.begin() as connection:
        add_place(connection, 1, specimen=False)
        add_place(connection, 2, specimen=True)
        names = dict.fromkeys(("given_name", "family_name", "screen_name", "printed_name"), "N")
        more = {"locale": "fr", "theme": "", "text_size": "", "password_hash": "h"}
        key = {"email": "a@exemple.test", "email_key": "a@exemple.test", "state": "active"}
        add(
            connection,
            "people",
            id=1,
            public_id="p1",
            created_at=MOMENT,
            **names,
            **more,
            **key,
        )
        add(
            connection,
            "sign_ins",
            id=1,
            public_id="s1",
            person_id=1,
            token_hash="t",
            device="",
            created_at=MOMENT,
            last_seen_at=MOMENT,
        )
    engine.dispose()
    return url


def test_rows_of_before_survive_in_both_directions(before: str) -> None:
    upgrade(before, "0003")
    engine = create_engine(before)
    with engine.connect() as connection:
        asked = "SELECT second_factor_trainees, second_factor_managers FROM organisations"
        places = connection.execute(text(f"{asked} ORDER BY id")).all()
        kept = connection.execute(
            text("SELECT state, second_factor_at, proved_at = created_at AS same FROM sign_ins")
        ).one()
    assert [tuple(map(bool, row)) for row in places] == [(False, True), (False, False)]
    assert (kept.state, kept.second_factor_at, bool(kept.same)) == ("open", None, True)
    engine.dispose()

    downgrade(before, "0002")
    engine = create_engine(before)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM sign_ins")) == 1
        assert connection.scalar(text("SELECT count(*) FROM organisations")) == 2
    assert "passkeys" not in inspect(engine).get_table_names()
    engine.dispose()
