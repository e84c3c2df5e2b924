"""Eight at once: one export, one request, one answer."""

from __future__ import annotations

from functools import partial
from itertools import count

from sqlalchemy import func, select

from lms.exports.models import Export, ExportPart
from lms.kernel.actor import Role
from lms.privacy.jobs import make_export
from lms.supervision.models import ReleasedText, ReleaseRequest
from lms.web.database import Application
from lms.web.page import now
from tests.client import Client
from tests.make import Make
from tests.privacy.aide_memoires import ask_for, keep_aide_memoire
from tests.races import AT_ONCE, at_once, signed_in
from tests.supervision.held import Held, hold

ROUNDS = 4
NUMBERS = count(1)
"""Names of organisations and people, never the same twice in one database."""


def held_by(app: Application) -> Held:
    """A session with an aide-mémoire, committed."""
    with app.extensions["sillage.sessions"].begin() as session:
        held = hold(Make(session, NUMBERS))
        keep_aide_memoire(session, app.extensions["sillage.keys"], held, "Pense au cadre.")
        session.expunge_all()
    return held


def rows_of(app: Application, model: type) -> int:
    with app.extensions["sillage.sessions"]() as session:
        return int(session.scalar(select(func.count()).select_from(model)) or 0)


def token_of(client: Client, page: str) -> str:
    return str(client.read(page).tree.xpath("//input[@name='csrf_token']/@value")[0])


def send(client: Client, address: str, token: str, **fields: str) -> int:
    """A form with a key of its own; the status of the answer."""
    form = {"csrf_token": token, "form_key": str(id(client)), **fields}
    return client.open(address, method="POST", data=form).status_code


def press(client: Client, page: str, address: str) -> int:
    """Read the page, then send its form."""
    return send(client, address, token_of(client, page))


def test_an_export_asked_for_eight_times_at_once_is_one(real: Application) -> None:
    for n in range(ROUNDS):
        held = held_by(real)
        clients = signed_in(real, held.trainee, Role.TRAINEE)
        address = "/account/data/export"
        acts = [partial(press, client, address, address) for client in clients]
        assert sorted(at_once(acts)) == [303] + [422] * (AT_ONCE - 1)
        assert rows_of(real, Export) == n + 1


def test_an_export_made_by_eight_workers_at_once_is_made_once(real: Application) -> None:
    held = held_by(real)
    (client,) = signed_in(real, held.trainee, Role.TRAINEE, 1)
    press(client, "/account/data/export", "/account/data/export")
    with real.extensions["sillage.sessions"]() as session:
        export_id = session.scalars(select(Export.id)).one()
    moment = now()
    acts = [partial(make_export, real, export_id, now=moment)] * AT_ONCE
    assert sum(at_once(acts)) == 1
    assert rows_of(real, ExportPart) == 1


def test_an_aide_memoire_asked_for_eight_times_at_once_is_asked_for_once(
    real: Application,
) -> None:
    for n in range(ROUNDS):
        held = held_by(real)
        clients = signed_in(real, held.trainee, Role.TRAINEE)
        address = f"/account/data/aide-memoires/{held.part.public_id}/ask"
        acts = [partial(press, client, "/account/data", address) for client in clients]
        assert sorted(at_once(acts)) == [303] + [422] * (AT_ONCE - 1)
        assert rows_of(real, ReleaseRequest) == n + 1


def test_an_answer_given_eight_times_at_once_is_one_copy(real: Application) -> None:
    for n in range(ROUNDS):
        held = held_by(real)
        with real.extensions["sillage.sessions"].begin() as session:
            ask_for(session, held)
        clients = signed_in(real, held.supervisor, Role.SUPERVISOR)
        address = f"{held.address}/release"
        tokens = [token_of(client, address) for client in clients]
        acts = [
            partial(send, client, address, token, answer="whole")
            for client, token in zip(clients, tokens, strict=True)
        ]
        assert sorted(at_once(acts)) == [303] + [404] * (AT_ONCE - 1)
        assert rows_of(real, ReleasedText) == n + 1
