"""What people do while the server is killed, and what must be found of it afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Event, Thread

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.drafts.models import Draft
from lms.drafts.queries import drafts_of
from lms.kernel.actor import Role
from lms.learning.models import Answer, Attempt, Completion
from lms.supervision.models import Participation, Signature, SupervisionSession
from lms.web.database import Application
from lms.web.page import new_token
from tests.make import Make, Supervision, today
from tests.supervision.held import hold
from tests.torture.working import Worker, worker_of

MODULES = 90
PEOPLE = 6
"""A minute of work has a few learners who never run out of steps."""
STEP = "/modules/module-{}/steps/1"
NOTE = "/modules/module-1/steps/2/notes/1"
CHECK = "/modules/module-2/check"
LOGGED_DAYS = range(1, 28)
SIGNED_DAYS = range(30, 58)


@dataclass
class Town:
    """The people, and for each journey who walks it."""

    learners: list[Worker]
    writer: Worker
    chooser: Worker
    logger: Worker
    signer: Worker
    answerers: list[Worker]
    group: Supervision
    records: list[tuple[str, int]] = field(default_factory=list)
    """Address of each record to be signed, and whose it is (position in the group)."""

    @property
    def workers(self) -> list[Worker]:
        """Everybody who works, each once."""
        few = [self.writer, self.chooser, self.logger, self.signer]
        return [*self.learners, *few, *self.answerers]

    @property
    def acknowledged(self) -> int:
        """How many presses were answered so far."""
        return sum(len(worker.done) for worker in self.workers)


def town_of(app: Application, port: int, minutes: int = 1) -> Town:
    """Enough people for some minutes of work; nobody has done anything yet."""
    with app.extensions["sillage.sessions"]() as session, session.begin():
        make = Make(session)
        group = make.supervision(PEOPLE * minutes, version=make.version(modules=MODULES))
        records = [
            (_held(make, group, number, today() - timedelta(days=day)), number)
            for day in SIGNED_DAYS
            for number in range(len(group.trainees))
        ]
    people = [worker_of(app, port, person, Role.TRAINEE) for person in group.trainees]
    return Town(
        learners=people,
        writer=worker_of(app, port, group.trainees[0], Role.TRAINEE),
        chooser=worker_of(app, port, group.trainees[1], Role.TRAINEE),
        logger=worker_of(app, port, group.supervisor, Role.SUPERVISOR),
        signer=worker_of(app, port, group.supervisor, Role.SUPERVISOR),
        answerers=[worker_of(app, port, person, Role.TRAINEE) for person in group.trainees],
        group=group,
        records=records,
    )


def _held(make: Make, group: Supervision, number: int, day: date) -> str:
    pair = Supervision(
        group.organisation, group.supervisor, [group.trainees[number]], [group.agreements[number]]
    )
    return hold(make, among=pair, held_on=day).address


def complete(town: Town, stop: Event) -> None:
    """One step after the other, one person after the other."""
    for worker in town.learners:
        for module in range(1, MODULES + 1):
            if worker.press(STEP.format(module), stop):
                worker.done.append(f"module-{module}")


def write(town: Town, stop: Event) -> None:
    """A text that grows, saved at each word; a newer version is what an unheard answer left."""
    worker, version = town.writer, 0
    while not stop.is_set():
        text = f"mot {version + 1}"
        if worker.press(NOTE, stop, version=str(version), text=text):
            worker.done.append(text)
            version += 1


def choose(town: Town, stop: Event) -> None:
    """The answer to a question, changed again and again."""
    worker, number = town.chooser, 0
    worker.press(CHECK, stop)
    while not stop.is_set():
        choice = "abc"[number % 3]
        if worker.press(f"{CHECK}/1", stop, choice=choice):
            worker.done.append(choice)
            number += 1


def log(town: Town, stop: Event) -> None:
    """One session for each person and day, each form with a key of its own."""
    for day in LOGGED_DAYS:
        held_on = (today() - timedelta(days=day)).isoformat()
        for agreement in town.group.agreements:
            fields = {"people": agreement.public_id, "held_on": held_on, "form_key": new_token()}
            facts = {"length": "60", "mode": "video", "confirmed": "y"}
            if town.logger.press("/sessions/new", stop, **fields, **facts):
                town.logger.done.append(f"{agreement.trainee_id} {held_on}")


def sign(town: Town, stop: Event) -> None:
    """The supervisor signs a record, then whom it is about countersigns it."""
    for address, number in town.records:
        sides = ((town.signer, "sign"), (town.answerers[number], "answer/countersign"))
        for worker, name in sides:
            path = f"{address}/{name}"
            fields = worker.shown(path, stop)
            if fields and worker.press(path, stop, **fields):
                worker.done.append(address)


JOURNEYS = (complete, write, choose, log, sign)


@contextmanager
def at_work(town: Town) -> Iterator[None]:
    """Every journey at once, until the block ends."""
    stop = Event()
    threads = [Thread(target=walk, args=(town, stop)) for walk in JOURNEYS]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def losses(app: Application, town: Town) -> Iterator[str]:
    """What was acknowledged and is not there, or is there twice."""
    with Session(app.extensions["sillage.engine"]) as session:
        yield from _steps(session, town)
        yield from _texts(app, session, town)
        yield from _choices(session, town)
        yield from _sessions(session, town)
        yield from _signatures(session, town)
    for worker in town.workers:
        yield from worker.refused


def _steps(session: Session, town: Town) -> Iterator[str]:
    rows = session.scalars(select(Completion.person_id))
    kept = Counter(rows)
    for worker in town.learners:
        if kept[worker.person_id] - len(worker.done) not in {0, 1}:
            yield f"steps: {kept[worker.person_id]} kept, {len(worker.done)} acknowledged"


def _texts(app: Application, session: Session, town: Town) -> Iterator[str]:
    who, done = town.writer.person_id, town.writer.done
    subjects = session.scalars(select(Draft.subject).where(Draft.person_id == who)).all()
    drafts = drafts_of(session, app.extensions["sillage.keys"], who, "reflection", subjects)
    for draft in drafts.values():
        if draft.version - len(done) not in {0, 1} or draft.text != f"mot {draft.version}":
            yield f"text: version {draft.version}, {len(done)} acknowledged"
    if done and not drafts:
        yield "text: gone"


def _choices(session: Session, town: Town) -> Iterator[str]:
    chosen = select(Answer.choice).join(Attempt, Attempt.id == Answer.attempt_id)
    found = session.scalars(chosen.where(Attempt.person_id == town.chooser.person_id)).all()
    number = len(town.chooser.done)
    allowed = {"abc"[(number - 1) % 3], "abc"[number % 3]}
    if number and (len(found) != 1 or found[0] not in allowed):
        yield f"answer: {found} kept, {sorted(allowed)} expected"


def _sessions(session: Session, town: Town) -> Iterator[str]:
    last = today() - timedelta(days=SIGNED_DAYS[0])
    rows = session.execute(
        select(Participation.trainee_id, SupervisionSession.held_on)
        .join(SupervisionSession, SupervisionSession.id == Participation.session_id)
        .where(SupervisionSession.held_on > last)
    )
    kept = Counter(f"{trainee} {day.isoformat()}" for trainee, day in rows)
    done = town.logger.done
    yield from (f"session twice: {name}" for name, count in kept.items() if count > 1)
    yield from (f"session lost: {name}" for name in set(done) - set(kept))
    if len(kept) - len(done) not in {0, 1}:
        yield f"sessions: {len(kept)} kept, {len(done)} acknowledged"


def _signatures(session: Session, town: Town) -> Iterator[str]:
    rows = session.execute(
        select(Participation.public_id, Signature.person_id).join(
            Signature, Signature.participation_id == Participation.id
        )
    )
    kept = Counter((f"/records/{record}", person) for record, person in rows)
    for worker in (town.signer, *town.answerers):
        signed = ((address, worker.person_id) for address in worker.done)
        yield from (f"signature lost: {one}" for one in signed if not kept[one])
    yield from (f"signed twice: {one}" for one, count in kept.items() if count > 1)
