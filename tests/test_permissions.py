"""The permission table of tests/permissions/table.py, swept.

What the doors of the table do not say has its own named tests.
"""

from __future__ import annotations

import re

import pytest
from sqlalchemy.orm import Session, sessionmaker

from lms.web.database import Application
from lms.web.page import new_token
from tests.client import Client
from tests.make import Make
from tests.permissions.states import STATES, Scene
from tests.permissions.table import COLUMNS, TABLE, TABLED
from tests.permissions.world import World, world_of

__all__ = ["COLUMNS", "ROWS", "World", "outcome", "signed_in", "token_of", "world_of"]

ROWS = [[row.method, row.address, *row.active] for row in TABLED]
"""Method, address and the cells of active accounts, for other sweeps."""
FACTOR_DOORS = ("/second-factor", "/account/factors")


def token_of(client: Client) -> str:
    """The form token of this browser."""
    found = client.read("/accessibility").tree.xpath("//input[@name='csrf_token']/@value")
    return str(found[0])


def outcome(client: Client, method: str, path: str, token: str = "") -> str:
    """One letter for what a request led to; the browser keeps nothing of the answer."""
    data = {"csrf_token": token, "form_key": new_token()} if method == "POST" else None
    cookie = client.http.get_cookie("sillage")
    headers = {"Cookie": f"sillage={cookie.value}"} if cookie else {}
    apart = client.app.test_client(use_cookies=False)
    answer = apart.open(path, method=method, data=data, headers=headers)
    status, target = answer.status_code, answer.headers.get("Location", "")
    answer.close()
    assert status < 500, f"{method} {path}: {status}"
    if _sent_to_a_factor(path, target, said="Set-Cookie" in answer.headers):
        return "f"
    if status == 401 or (path != "/sign-out" and target.startswith("/sign-in?")):
        return "i"
    if target.rstrip("?") == "/sign-in" and path not in {"/", "/sign-out"}:
        return "i"
    return {403: "3", 404: "4"}.get(status, "y")


def _sent_to_a_factor(path: str, target: str, *, said: bool) -> bool:
    """Whether a redirect is the guard's: pages that lead on from there have said something."""
    door, _, query = target.partition("?")
    if door not in FACTOR_DOORS or path.startswith("/sign-in"):
        return False
    # Without a factor, the page of codes leads to the list of factors and says nothing.
    silent = door == "/account/factors" and path == "/account/factors/codes"
    return "next=" in query or not (said or silent)


def signed_in(app: Application, session: Session, world: World, column: str) -> Client:
    """A browser of the column's person."""
    return Scene(app, session, Make(session), world, column).arrive()


@pytest.mark.parametrize("column", COLUMNS)
def test_each_cell_of_the_table(
    app: Application,
    session: Session,
    sessions: sessionmaker[Session],
    make: Make,
    column: str,
) -> None:
    scene = Scene(app, session, make, world_of(app, make), column)
    session.commit()
    connection = sessions.kw["bind"]
    wrong = []
    for name, state in list(STATES.items())[: 1 if column == "AN" else None]:
        with connection.begin_nested() as before:
            client = state.brought(scene)
            token = token_of(client)
            session.commit()
            for row in TABLED:
                # Each cell starts from the same world: what it changed is taken back.
                with connection.begin_nested() as cell:
                    address = row.address.format(**scene.world.names)
                    found = outcome(client, row.method, address, token)
                    cell.rollback()
                expected = state.expected(row, COLUMNS.index(column))
                if found != expected:
                    wrong.append(f"{name}: {row.method} {row.address}: {found}, not {expected}")
            before.rollback()
        session.expire_all()
    assert not wrong, "\n".join(wrong)


def test_every_route_and_method_has_its_row(app: Application) -> None:
    adapter = app.url_map.bind("localhost")
    names = dict.fromkeys(re.findall(r"\{(\w+)\}", TABLE), "x")
    swept = {(adapter.match(row[1].format(**names), method=row[0])[0], row[0]) for row in ROWS}
    there = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert there - swept == set()


@pytest.mark.parametrize(
    "path",
    [
        "/records/{}",
        "/sessions/{}",
        "/agreements/{}",
        "/certificates/{}/file",
        "/orgs/{org}/people/{}",
    ],
)
def test_another_person_s_object_looks_like_a_missing_one(
    app: Application, session: Session, make: Make, path: str
) -> None:
    world = world_of(app, make)
    key = {
        "/records/{}": "record",
        "/sessions/{}": "session",
        "/agreements/{}": "agreement",
        "/certificates/{}/file": "certificate",
    }.get(path, "member")
    stranger = "M2" if "orgs" in path else "S3"
    client = signed_in(app, session, world, stranger)
    template = path.replace("{org}", world.names["org"])
    bodies = [
        client.open(template.format(name)).get_data() for name in (world.names[key], new_token())
    ]
    assert bodies[0] == bodies[1]
