"""The journeys of the budgets: what is asked of the server, and the goal in floors."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from bench.visitors import Answer, Fields, Visitor, form_in
from bench.world import Paper, World, beginners, check_step, followed, texts_to_read
from lms.demo.rules.cast import PASSWORD

Unit = Callable[[], Answer]
"""One passage of a journey; its answer is the page that is weighed."""
UNITS, AGAIN = 20, 40
"""Passages in one round: of journeys that write, and of pages that are only read."""
WARMING = 8
"""Readings before a measurement, so that both workers had one."""
WITHIN = 28
"""Sessions are logged within 30 days."""


@dataclass(frozen=True, slots=True)
class Journey:
    """`prepare(round)` gives the passages of one round; only they are measured."""

    name: str
    goal: float | None
    prepare: Callable[[int], Iterable[Unit]]
    hashes: int = 0
    """Passwords hashed on the way, whose cost is told apart."""


def journeys(world: World, papers: list[Paper]) -> list[Journey]:
    """Every journey, in the order of the table."""
    return [*_door(world), *_learning(world), *_check(world), *_others(world, papers)]


def _door(world: World) -> list[Journey]:
    addresses = beginners(world.engine)

    def on_a_new_device(_address: str) -> Visitor:
        return world.stranger()

    def sign_in(browser: Callable[[str], Visitor]) -> Iterable[Unit]:
        world.forget_tries()
        for address in addresses:
            visitor = browser(address)
            form = {**visitor.form("/sign-in"), "email": address, "password": PASSWORD}
            yield partial(visitor.post, "/sign-in", form)

    def first_page(_turn: int) -> Iterable[Unit]:
        return [lambda: world.stranger().get("/sign-in")] * AGAIN

    return [
        Journey("sign-in page, anonymous", 0.6, first_page),
        Journey(
            "sign-in, without the hash", 2, lambda _: sign_in(world.back_at_the_door), hashes=1
        ),
        Journey("the same on a new device", None, lambda _: sign_in(on_a_new_device), hashes=1),
    ]


def _learning(world: World) -> list[Journey]:
    awa, other = world.demo("awa"), world.visitor("trainee-24@demo.example")
    people = [world.visitor(address) for address in beginners(world.engine)]
    steps = texts_to_read(world.engine)

    def complete(turn: int) -> Iterable[Unit]:
        step = steps[turn % len(steps)]
        # Each worker draws a text once, for everybody who will read it.
        for _ in range(WARMING):
            other.get(step)
        return [partial(_complete, visitor, step) for visitor in people]

    return [
        _page("trainee's home", 2.5, awa, "/home"),
        _page("programme", 3, awa, "/path"),
        _page("module", 3, awa, "/modules/role"),
        _page("activity, seen before", 3, awa, "/modules/role/steps/2"),
        Journey("activity, first view + completion", 3, complete),
    ]


def _check(world: World) -> list[Journey]:
    module, step, questions = check_step(world.engine)
    people = [world.visitor(address) for address in beginners(world.engine)]

    def open_and_start(_turn: int) -> Iterable[Unit]:
        return [partial(_start, visitor, module, step) for visitor in people]

    def answer(_turn: int) -> Iterable[Unit]:
        for visitor in people:
            for number in range(1, questions + 1):
                path = f"{module}/check/{number}"
                form = {**visitor.form(path), "choice": "a"}
                yield partial(visitor.post, path, form)

    def submit(_turn: int) -> Iterable[Unit]:
        path = f"{module}/check/submit"
        for visitor in people:
            form = visitor.form(f"{module}/check/review", path)
            yield partial(_submit, visitor, path, form)

    return [
        Journey("check, open and start", 4, open_and_start),
        Journey("check, one answer", 3, answer),
        Journey("check, submit + result", 6, submit),
    ]


def _others(world: World, papers: list[Paper]) -> list[Journey]:
    address, agreements = followed(world.engine)
    supervisor, helene = world.visitor(address), world.demo("helene")
    manager = world.demo("mathilde")

    def log(turn: int) -> Iterable[Unit]:
        for number in range(UNITS):
            form = supervisor.form("/sessions/new")
            place = turn * UNITS + number
            day = datetime.now(UTC).date() - timedelta(days=place % WITHIN)
            sent = {
                **form,
                "people": agreements[place // WITHIN % len(agreements)],
                "held_on": day.isoformat(),
                "length": "30",
                "mode": "video",
                "confirmed": "y",
            }
            yield partial(supervisor.post, "/sessions/new", sent)

    def verify(_turn: int) -> Iterable[Unit]:
        world.forget_tries()
        for paper in papers[:UNITS]:
            visitor, path = world.stranger(), f"/v/{paper.code}"
            form = {**visitor.form(path), "family_name": paper.family_name}
            yield partial(visitor.post, path, form, 200)

    crowd = world.visitor("manager-1@demo.example")
    trainer, tutor = (world.visitor(f"{who}-1@demo.example") for who in ("trainer", "tutor"))
    holder = world.visitor(papers[0].address)
    file = f"/certificates/{papers[0].public_id}/file"
    return [
        _page("hours", None, world.demo("awa"), "/hours"),
        _page("supervisor's day", 4, helene, "/home"),
        _page("sessions", 4, helene, "/sessions"),
        _page("log a session, the form", 4, supervisor, "/sessions/new"),
        Journey("log a session, sent", 4, log),
        _page("roster of the demo", 4, manager, manager.get("/home", 303).location),
        _page("roster, 25 people", 4, crowd, "/orgs/crowd-1/people"),
        _page("report, 25 people, by module", 4, trainer, "/cohorts/cohort-1/report"),
        _page("the same, steps of a module", 4, trainer, "/cohorts/cohort-1/report?module=role"),
        _page("cohorts", 4, trainer, "/cohorts"),
        _page("calendar", 4, world.demo("camille"), "/calendar"),
        _page("tutor's people", 4, tutor, "/tutoring"),
        _page("texts that a tutor reads", 4, tutor, "/tutoring/answers"),
        _page("studio", 4, world.demo("lucie"), "/studio"),
        _page("portfolio", 4, world.demo("jeanne"), "/portfolio"),
        _page("certificates of one person", None, holder, "/certificates"),
        _page("certificate, downloaded again", 1.5, holder, file),
        Journey("verification of a certificate", None, verify),
    ]


def _page(name: str, goal: float | None, visitor: Visitor, path: str) -> Journey:
    return Journey(name, goal, lambda _turn: [partial(visitor.get, path)] * AGAIN)


def _complete(visitor: Visitor, step: str) -> Answer:
    shown = visitor.get(step)
    visitor.post(step, form_in(shown, step))
    return shown


def _start(visitor: Visitor, module: str, step: str) -> Answer:
    shown = visitor.get(step)
    visitor.post(f"{module}/check", form_in(shown, step, f"{module}/check"))
    return shown


def _submit(visitor: Visitor, path: str, form: Fields) -> Answer:
    return visitor.get(visitor.post(path, form).location)
