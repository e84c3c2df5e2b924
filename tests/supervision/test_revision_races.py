"""Eight at once: one correction of a session, signed once, and an answer or a correction."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.kernel.actor import Role
from lms.supervision.models import Participation, Signature, Standing, SupervisionSession
from lms.web.database import Application
from lms.web.page import now
from tests.client import Client, Page
from tests.make import Make
from tests.races import AT_ONCE, at_once, signed_in
from tests.supervision.held import Held, hold, revise, signed

SESSIONS = 10
FORM = {"reason": "length", "length": "45"}


def _signed_sessions(app: Application) -> list[Held]:
    with Session(app.extensions["sillage.engine"], expire_on_commit=False) as session:
        make = Make(session)
        first = hold(make)
        helds = [first, *(hold(make, among=first.people) for _ in range(SESSIONS - 1))]
        for held in helds:
            signed(held, at=now())
        session.commit()
    return helds


def _count(app: Application, *conditions: object) -> int:
    with Session(app.extensions["sillage.engine"]) as session:
        asked = select(func.count()).select_from(Participation).where(*conditions)  # type: ignore[arg-type]
        return session.scalar(asked) or 0


def _press(client: Client, page: Page) -> int:
    sent = dict(page.form(shown="").form_values())
    return client.open(page.path, method="POST", data=sent).status_code


def test_eight_corrections_of_one_session_at_once_begin_one(real: Application) -> None:
    helds = _signed_sessions(real)
    clients = signed_in(real, helds[0].supervisor, Role.SUPERVISOR)
    for number, held in enumerate(helds, start=1):
        pages = [client.read(f"{held.address}/revise") for client in clients]

        def send(n: int, pages: list[Page] = pages) -> int:
            form = {**dict(pages[n].form(reason=None).form_values()), **FORM}
            return clients[n].open(pages[n].path, method="POST", data=form).status_code

        statuses = at_once([partial(send, n) for n in range(AT_ONCE)])
        assert sorted(statuses) == [303] + [422] * (AT_ONCE - 1)
        assert _count(real, Participation.revises_id.is_not(None)) == number
    with Session(real.extensions["sillage.engine"]) as session:
        held_count = session.scalar(select(func.count()).select_from(SupervisionSession))
        assert held_count == 2 * SESSIONS


def test_eight_signatures_of_a_correction_at_once_leave_one(real: Application) -> None:
    helds = _signed_sessions(real)
    clients = signed_in(real, helds[0].supervisor, Role.SUPERVISOR)
    for held in helds:
        check = revise(clients[0], held)
        pages = [client.read(check.path) for client in clients]
        asked = zip(clients, pages, strict=True)
        at_once([partial(_press, client, page) for client, page in asked])
    with Session(real.extensions["sillage.engine"]) as session:
        assert len(session.scalars(select(Signature)).all()) == SESSIONS


def test_an_answer_and_a_correction_at_once_both_end_whole(
    real: Application,
) -> None:
    helds = _signed_sessions(real)
    (supervisor,) = signed_in(real, helds[0].supervisor, Role.SUPERVISOR, 1)
    (trainee,) = signed_in(real, helds[0].trainee, Role.TRAINEE, 1)
    for held in helds:
        check = revise(supervisor, held)
        page = trainee.read(f"{held.address}/answer/countersign")
        at_once([partial(_press, supervisor, check), partial(_press, trainee, page)])
    with Session(real.extensions["sillage.engine"]) as session:
        first = select(Participation).where(Participation.revises_id.is_(None))
        for part in session.scalars(first):
            assert part.revised_at is not None
            answered = part.standing is Standing.COUNTERSIGNED
            assert answered == (part.answered_at is not None)


def test_a_correction_withdrawn_and_signed_at_once_is_one_or_the_other(real: Application) -> None:
    helds = _signed_sessions(real)
    tabs = signed_in(real, helds[0].supervisor, Role.SUPERVISOR, 2)
    for held in helds:
        check = revise(tabs[0], held)
        draft = tabs[1].read(check.path.removesuffix("/sign"))
        form = draft.form(f"{draft.path}/withdraw-revision")
        sent = dict(form.form_values())
        address = f"{draft.path}/withdraw-revision"
        withdraw = partial(tabs[1].open, address, method="POST", data=sent)
        acts: list[Callable[[], object]] = [partial(_press, tabs[0], check), withdraw]
        at_once(acts)
        there = _count(real, Participation.revises_id == held.part.id)
        gone = _count(real, Participation.id == held.part.id, Participation.revised_at.is_(None))
        assert there + gone == 1
