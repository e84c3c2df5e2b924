"""The pages whose cost is compared between sizes: people of the large organisation open them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

from bench.visitors import Answer, Visitor, form_in
from bench.world import (
    Paper,
    World,
    beginners,
    family_name,
    followed,
    middle,
    texts_to_read,
)

Act = Callable[[], Answer]
Page = tuple[str, Callable[[int], Act]]
"""A name, and what prepares the passage with this number; only the passage is watched."""
PLACE = "/orgs/crowd-1"
TRAINEE = "trainee-24@demo.example"
"""Somebody in training, who is supervised."""
LISTS = {
    "roster": "/people",
    "roster, a rare name": "/people?q={somebody}",
    "roster, a frequent name": "/people?q=prenom7",
    "roster, nobody of that name": "/people?q=personne",
    "roster, in training": "/people?status=training",
    "roster, requirements met": "/people?status=met",
    "roster, certificate issued": "/people?status=issued",
    "roster, ended": "/people?status=ended",
    "register": "/certificates",
    "register, a number": "/certificates?q=CROWD-2026-7",
    "register, a rare name": "/certificates?q={somebody}",
    "register, a frequent name": "/certificates?q=prenom7",
    "register, withdrawn": "/certificates?state=withdrawn",
    "team": "/team",
    "agreements": "/agreements",
    "agreements, a rare name": "/agreements?q={somebody}",
    "agreements, a frequent name": "/agreements?q=prenom8",
    "agreement, whom to propose it to": "/agreements/new",
    "the same, a rare name": "/agreements/new?q={somebody}",
    "the same, a frequent name": "/agreements/new?q=prenom7",
    "invitations": "/invitations",
    "roster, in the middle": "/people?after={middle}",
}

ACCOMPANYING = {
    "cohorts of a trainer": ("trainer-1", "/cohorts"),
    "report, 25 people": ("trainer-1", "/cohorts/cohort-1/report"),
    "report, the steps of a module": ("trainer-1", "/cohorts/cohort-1/report?module=role"),
    "calendar of a trainer": ("trainer-1", "/calendar"),
    "tutor's people": ("tutor-1", "/tutoring"),
    "texts that a tutor reads": ("tutor-1", "/tutoring/answers"),
    "work that a tutor reads": ("tutor-1", "/tutoring/work"),
}
"""Who accompanies opens these."""


def pages(world: World, papers: list[Paper]) -> Iterator[Page]:
    """Every page of the table."""
    yield from _trainee(world)
    yield from _papers(world, papers)
    yield from _supervisor(world)
    for name, (who, path) in ACCOMPANYING.items():
        yield _page(name, world.visitor(f"{who}@demo.example"), path)
    manager = world.visitor("manager-1@demo.example")
    chosen = {"somebody": family_name(world.engine, TRAINEE), "middle": middle(world.engine)}
    for name, path in LISTS.items():
        yield _page(name, manager, PLACE + path.format(**chosen))


def _trainee(world: World) -> Iterator[Page]:
    person = world.visitor(TRAINEE)
    yield _page("home", person, "/home")
    yield _page("programme", person, "/path")
    yield _page("module", person, "/modules/role")
    yield _page("hours", person, "/hours")
    yield _page("pace", person, "/pace")
    yield _page("exchange with the tutor", person, "/tutor")
    yield _page("competencies", person, "/competencies")
    yield _page("portfolio", person, "/portfolio")
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
    yield _page("people followed", supervisor, "/people")
    yield _page("sessions", supervisor, "/sessions")
    somebody = family_name(world.engine, TRAINEE)
    yield _page("sessions with somebody", supervisor, f"/sessions?q={somebody}")
    yield _page("log a session, the form", supervisor, "/sessions/new")
    yield "log a session, sent", log


def _page(name: str, visitor: Visitor, path: str) -> Page:
    return name, lambda _turn: partial(visitor.get, path)


def _read(visitor: Visitor, step: str) -> Answer:
    shown = visitor.get(step)
    return visitor.post(step, form_in(shown, step))
