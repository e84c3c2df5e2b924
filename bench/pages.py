"""The pages whose cost is compared between sizes: people of the large organisation open them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

from bench.visitors import Answer, Visitor, form_in
from bench.world import Paper, World, beginners, followed, texts_to_read

Act = Callable[[], Answer]
Page = tuple[str, Callable[[int], Act]]
"""A name, and what prepares the passage with this number; only the passage is watched."""
PLACE = "/orgs/crowd-1"
LISTS = {
    "roster": "/people",
    "roster, a rare name": "/people?q=nom77",
    "roster, a frequent name": "/people?q=prenom7",
    "roster, nobody of that name": "/people?q=personne",
    "roster, in training": "/people?status=training",
    "roster, requirements met": "/people?status=met",
    "roster, certificate issued": "/people?status=issued",
    "roster, ended": "/people?status=ended",
    "register": "/certificates",
    "register, a number": "/certificates?q=CROWD-2026-7",
    "register, withdrawn": "/certificates?state=withdrawn",
    "team": "/team",
    "agreements": "/agreements",
    "invitations": "/invitations",
}


def pages(world: World, papers: list[Paper]) -> Iterator[Page]:
    """Every page of the table."""
    yield from _trainee(world)
    yield from _papers(world, papers)
    yield from _supervisor(world)
    manager = world.visitor("manager-1@demo.example")
    for name, path in LISTS.items():
        yield _page(name, manager, PLACE + path)
    yield "roster, in the middle", partial(_middle, manager)


def _trainee(world: World) -> Iterator[Page]:
    person = world.visitor("trainee-20@demo.example")
    yield _page("home", person, "/home")
    yield _page("programme", person, "/path")
    yield _page("hours", person, "/hours")
    learner, steps = world.visitor(beginners(world.engine)[0]), texts_to_read(world.engine)
    yield "activity, first view + completion", lambda turn: partial(_read, learner, steps[turn])


def _papers(world: World, papers: list[Paper]) -> Iterator[Page]:
    holder = world.visitor("trainee-100@demo.example")
    yield _page("certificates of one person", holder, "/certificates")

    def verify(turn: int) -> Act:
        visitor, path = world.stranger(), f"/v/{papers[turn].code}"
        form = {**visitor.form(path), "family_name": papers[turn].family_name}
        return partial(visitor.post, path, form, 200)

    yield "verification of a certificate", verify


def _supervisor(world: World) -> Iterator[Page]:
    address, agreements = followed(world.engine)
    supervisor = world.visitor(address)

    def log(turn: int) -> Act:
        day = datetime.now(UTC).date() - timedelta(days=turn)
        sent = {
            **supervisor.form("/sessions/new"),
            "people": agreements[0],
            "held_on": day.isoformat(),
            "length": "30",
            "mode": "video",
            "confirmed": "y",
        }
        return partial(supervisor.post, "/sessions/new", sent)

    yield _page("supervisor's day", supervisor, "/home")
    yield _page("sessions", supervisor, "/sessions")
    yield _page("log a session, the form", supervisor, "/sessions/new")
    yield "log a session, sent", log


def _middle(manager: Visitor, _turn: int) -> Act:
    """The page after somebody whose name begins with a 5."""
    path = f"{PLACE}/people"
    shown = manager.get(f"{path}?q=nom5").body.decode()
    public_id = shown.partition(f"{path}/trainee-")[2].partition('"')[0]
    return partial(manager.get, f"{path}?after=trainee-{public_id}")


def _page(name: str, visitor: Visitor, path: str) -> Page:
    return name, lambda _turn: partial(visitor.get, path)


def _read(visitor: Visitor, step: str) -> Answer:
    shown = visitor.get(step)
    return visitor.post(step, form_in(shown, step))
