"""Eight at once: one session from one form, never more than 24 hours in a day, one agreement."""

from __future__ import annotations

from functools import partial
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.kernel.actor import Role
from lms.supervision.models import Agreement, AgreementState, Participation, SupervisionSession
from lms.web.database import Application
from lms.web.page import now
from tests.client import Client, Page
from tests.make import Make, Supervision, today
from tests.races import AT_ONCE, ROUNDS, at_once


def _copies(app: Application, supervision: Supervision) -> list[Client]:
    """The same person in the same browser, eight tabs."""
    first = Client(app)
    first.sign_in(supervision.supervisor, role=Role.SUPERVISOR)
    first.read("/sessions/new")
    cookie = first.http.get_cookie("sillage")
    assert cookie is not None
    tabs = [Client(app) for _ in range(AT_ONCE)]
    for tab in tabs:
        tab.http.set_cookie("sillage", cookie.value)
    return tabs


def _make(app: Application) -> Supervision:
    with Session(app.extensions["sillage.engine"], expire_on_commit=False) as session:
        made = Make(session).supervision()
        session.commit()
    return made


def _count(app: Application, model: type[SupervisionSession] | type[Agreement]) -> int:
    with Session(app.extensions["sillage.engine"]) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def _log(tab: Client, page: Page, supervision: Supervision) -> Page:
    chosen = [supervision.agreements[0].public_id]
    length: dict[str, Any] = {"length": "other", "minutes": 15, "mode": "video", "confirmed": "y"}
    return tab.send(page.form(people=None), page.path, people=chosen, **length)


def test_one_form_sent_eight_times_at_once_logs_one_session(real: Application) -> None:
    supervision = _make(real)
    tabs = _copies(real, supervision)
    for number in range(1, ROUNDS + 1):
        page = tabs[0].read("/sessions/new")
        answers = at_once([partial(_log, tab, page, supervision) for tab in tabs])
        assert len({answer.path for answer in answers}) == 1
        assert _count(real, SupervisionSession) == number


def test_eight_forms_at_once_fill_no_day_beyond_24_hours(real: Application) -> None:
    supervision = _make(real)
    tabs = _copies(real, supervision)
    pages = [tab.read("/sessions/new") for tab in tabs]
    chosen = [supervision.agreements[0].public_id]

    def send(number: int) -> int:
        form = dict(pages[number].form(people=None).form_values())
        length = {"length": "other", "minutes": "480", "mode": "video", "confirmed": "y"}
        sent = {**form, "people": chosen, **length}
        return tabs[number].open("/sessions/new", method="POST", data=sent).status_code

    statuses = at_once([partial(send, n) for n in range(AT_ONCE)])
    assert sorted(statuses) == [303] * 3 + [422] * 5
    with Session(real.extensions["sillage.engine"]) as session:
        assert session.scalar(select(func.sum(Participation.minutes))) == 1440


def test_two_sides_that_accept_at_once_leave_an_active_agreement(real: Application) -> None:
    supervision = _make(real)
    address = f"/agreements/{supervision.agreements[0].public_id}"
    sides = (
        (supervision.supervisor, Role.SUPERVISOR),
        (supervision.trainees[0], Role.TRAINEE),
    )
    clients = [Client(real), Client(real)]
    for client, (person, role) in zip(clients, sides, strict=True):
        client.sign_in(person, role=role)
    for _round in range(ROUNDS):
        with Session(real.extensions["sillage.engine"]) as session, session.begin():
            agreement = session.scalars(select(Agreement)).one()
            agreement.state, agreement.proposed_at = AgreementState.PROPOSED, now()
            agreement.supervisor_accepted_at = agreement.trainee_accepted_at = None
        pages = [client.read(address) for client in clients]
        asked = zip(clients, pages, strict=True)
        at_once([partial(c.send, p.form(f"{address}/accept"), p.path) for c, p in asked])
        with Session(real.extensions["sillage.engine"]) as session:
            assert session.scalar(select(Agreement.state)) is AgreementState.ACTIVE


def test_eight_proposals_at_once_make_one_agreement(real: Application) -> None:
    with Session(real.extensions["sillage.engine"], expire_on_commit=False) as session:
        make = Make(session)
        place = make.organisation()
        manager, supervisor, trainee = make.manager(place), make.person(), make.person()
        one = make.membership(supervisor, place, Role.SUPERVISOR).public_id
        other = make.membership(trainee, place, Role.TRAINEE).public_id
        session.commit()
    clients = [Client(real) for _ in range(AT_ONCE)]
    for client in clients:
        client.sign_in(manager, role=Role.MANAGER, organisation=place)
    address = f"/orgs/{place.slug}/agreements/new?trainee={other}&supervisor={one}"
    pages = [client.read(address) for client in clients]

    def send(number: int) -> int:
        form = dict(pages[number].form(starts_on="").form_values())
        sent = {**form, "starts_on": today().isoformat()}
        return clients[number].open(address, method="POST", data=sent).status_code

    statuses = at_once([partial(send, n) for n in range(AT_ONCE)])
    assert sorted(statuses) == [303] + [422] * (AT_ONCE - 1)
    assert _count(real, Agreement) == 1
