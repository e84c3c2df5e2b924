"""A world with a marked word in every private place, and people all around them."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from lms.accounts.models import Membership, Person
from lms.catalogue.models import ProgrammeVersion
from lms.kernel.actor import Role
from lms.learning.models import Attempt, Enrolment
from lms.organisations.models import Organisation, Site
from lms.supervision.models import Agreement, AgreementState, SessionMode
from lms.web.database import Application
from lms.web.page import new_token, now
from tests.certification.earned import Earned, earned, place
from tests.client import Client
from tests.learning.open_answers import open_answer
from tests.make import Make, Supervision, today
from tests.supervision.held import Held, answer, hold, share, sign, write

STEP = "/modules/module-1/steps"
COMMENTS = f"{STEP}/1/comments"

WORDS = {
    "work": "canari-travail-6c4d",
    "file": "canari-fichier-2b9d",
    "feedback": "canari-retour-18fe",
    "message": "canari-message-73ac",
    "tutor's message": "canari-tutrice-e05b",
    "open answer": "canari-texte-libre-3f61",
    "reply": "canari-lecture-c7d2",
    "comment": "canari-passage-84ea",
    "reflection": "canari-reflexion-5d1e",
    "shared": "canari-partage-7f3a",
    "private": "canari-aide-memoire-b21c",
    "own": "canari-note-propre-90de",
    "answer": "canari-contestation-44aa",
}
"""What people wrote. Awa is the person all of it is about; everybody else stands around her."""

FACTS = {
    "her address": "canari-awa@exemple.test",
    "her supervisor's address": "canari-superviseuse@exemple.test",
    "her manager's address": "canari-responsable@exemple.test",
    "an invited address": "canari-invitee@exemple.test",
    "her printed name": "Canarimprime",
    "her screen name": "Canariecran",
    "the other organisation": "Canaririve",
    "the other site": "Canarisite",
    "the other supervisor": "Canariailleurs",
    "the other minutes": "7 h 17",
    "her choice in a check": "Réponse b",
}


@dataclass
class World:
    """Everybody, what they see, and the server's own traces."""

    app: Application
    one: Earned
    held: Held
    people: dict[str, tuple[Person | None, Role | None, Organisation | None]]
    starts: list[str]
    log: str = ""

    def client(self, who: str) -> Client:
        """A browser of one of them."""
        client = Client(self.app)
        person, role, organisation = self.people[who]
        if person is not None:
            client.sign_in(person, role=role, organisation=organisation)
        return client


class Kept(logging.Handler):
    """Keeps every line of the log."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one line, its trace included."""
        self.lines.append(logging.Formatter("%(message)s").format(record))


def made_world(app: Application) -> World:
    """Everybody, with what they are, before anything was written."""
    factory: sessionmaker[Session] = app.extensions["sillage.sessions"]
    with factory() as session, session.begin():
        make = Make(session)
        here = place(make, name="Rive commune")
        here[1].email = FACTS["her manager's address"]
        here[2].email = FACTS["her supervisor's address"]
        names: dict[str, Any] = {
            "email": FACTS["her address"],
            "printed_name": FACTS["her printed name"],
            "screen_name": FACTS["her screen name"],
        }
        one = earned(make, at=here, given="Awa", family="Diop", **names)
        other = earned(make, at=here, given="Zoé", family="Martin")
        there, beyond = _elsewhere(make, one.person)
        tutor = make.member(Role.TUTOR, there)
        newest = select(Enrolment).where(Enrolment.organisation_id == there.id)
        trained = session.scalars(newest).one()
        published = session.get_one(ProgrammeVersion, trained.version_id)
        make.cohort(there, published, tutor=tutor, enrolments=[trained])
        people: dict[str, tuple[Person | None, Role | None, Organisation | None]] = {
            "Awa": (one.person, Role.TRAINEE, None),
            "companion": (other.person, Role.TRAINEE, None),
            "supervisor": (one.supervisor, Role.SUPERVISOR, None),
            "colleague": (make.supervisor(one.organisation), Role.SUPERVISOR, None),
            "tutor": (tutor, Role.TUTOR, None),
            "manager": (one.manager, Role.MANAGER, one.organisation),
            "other supervisor": (beyond.supervisor, Role.SUPERVISOR, None),
            "other manager": (make.manager(there), Role.MANAGER, there),
            "author": (make.member(Role.AUTHOR, there), Role.AUTHOR, there),
            "stranger": (None, None, None),
        }
        among = Supervision(
            one.organisation,
            one.supervisor,
            [one.person, other.person],
            [one.agreement, other.agreement],
        )
        held = hold(make, among=among)
        held.session.mode = SessionMode.TELEPHONE
        starts = [*_addresses(session, one, held), *_addresses(session, one, beyond)]
        starts += [f"/orgs/{there.slug}/{name}" for name in ("people", "team", "certificates")]
    return World(app, one, held, people, starts)


def lived(world: World) -> None:
    """Everybody does, through the door, what leaves words and facts behind."""
    held, one = world.held, world.one
    supervisor, awa, manager = (world.client(who) for who in ("supervisor", "Awa", "manager"))
    write(supervisor, held, "private", WORDS["private"])
    share(supervisor, held, WORDS["shared"])
    sign(supervisor, held)
    write(awa, held, "own", WORDS["own"])
    answer(awa, held, "contest", WORDS["answer"])
    _work(world, awa)
    _exchange(world, awa)
    awa.submit(f"{COMMENTS}?passage=1", action=COMMENTS, text=WORDS["comment"])
    world.starts += [f"{COMMENTS}?passage=1", "/studio/comments"]
    awa.submit(f"{STEP}/2", action=f"{STEP}/2", note_1=WORDS["reflection"])
    check = awa.submit(f"{STEP}/3", action="/modules/module-1/check")
    for _question in range(2):
        check = awa.send(check.form(choice=""), check.path, choice="b")
    awa.send(check.form("/modules/module-1/check/submit"), check.path)
    _open_answer(world)
    inviting = f"/orgs/{one.organisation.slug}/invitations/new"
    invited: dict[str, Any] = {"family_name": "Neuve", "email": FACTS["an invited address"]}
    manager.submit(inviting, action=inviting, version_id=one.version.id, **invited)
    seen = manager.read(one.issue_path).tree.xpath("//input[@name='seen']/@value")[0]
    page = manager.submit(one.issue_path, seen=seen)
    public_id = page.path.rpartition("/")[2]
    own = f"{one.register_path}/{public_id}"
    world.starts += [page.path, f"/certificates/{public_id}/file"]
    world.starts += [f"{own}/withdraw", f"{own}/withdraw?reason=error", f"{own}/replace"]


def _work(world: World, awa: Client) -> None:
    """Work is handed in and answered; its words are its two readers' alone."""
    path = f"{STEP}/2/work"
    page = awa.read(path)
    fields = dict(page.form(path).form_values())
    file = (io.BytesIO(b"Bonjour."), f"{WORDS['file']}.txt")
    sent = {**fields, "words": WORDS["work"], "act": "hand-in", "documents": [file]}
    awa.open(path, method="POST", data=sent, content_type="multipart/form-data")
    tutor = world.client("tutor")
    waiting = "//a[starts-with(@href,'/tutoring/work/')]/@href"
    address = tutor.read("/tutoring/work").tree.xpath(waiting)[0]
    page = tutor.read(address)
    form = page.form(address)
    tutor.send(form, address, feedback=WORDS["feedback"], state="accepted", act="answer")
    world.starts += [path, address, "/tutoring/work"]


def _exchange(world: World, awa: Client) -> None:
    """She writes to her tutor, who answers."""
    awa.submit("/tutor", "/tutor", text=WORDS["message"], act="send")
    tutor = world.client("tutor")
    threads = "//main//a[starts-with(@href,'/tutoring/')]/@href"
    address = next(
        path
        for path in tutor.read("/tutoring").tree.xpath(threads)
        if path.count("/") == 2 and path.rpartition("/")[2] not in {"work", "answers"}
    )
    tutor.submit(address, address, text=WORDS["tutor's message"], act="send")
    world.starts += ["/tutor", address]


def _open_answer(world: World) -> None:
    """An open text of a check is read by the tutor."""
    with Session(world.app.extensions["sillage.engine"]) as session, session.begin():
        there = select(Enrolment).where(Enrolment.person_id == world.one.person.id)
        newest = session.scalars(there.order_by(Enrolment.id.desc())).first()
        assert newest is not None
        keys, who = world.app.extensions["sillage.keys"], newest.person_id
        held = open_answer(session, keys, who, newest.version_id, WORDS["open answer"])
        attempt = session.get_one(Attempt, held.attempt_id).public_id
        address = f"/tutoring/answers/{held.public_id}"
    world.client("tutor").submit(address, judgement="reached", reply=WORDS["reply"])
    world.starts += [f"/modules/module-1/check/result?attempt={attempt}", address]


def _elsewhere(make: Make, person: Person) -> tuple[Organisation, Held]:
    """Awa trains in a second organisation too, supervised by somebody else."""
    there = make.organisation(FACTS["the other organisation"])
    site = Site(organisation_id=there.id, name=FACTS["the other site"])
    make.session.add(site)
    make.session.flush()
    supervisor = make.supervisor(there, given="Ines", family=FACTS["the other supervisor"])
    enrolment = make.enrolment(person, there)
    make.session.get_one(Membership, enrolment.membership_id).site_id = site.id
    hat = select(Membership).where(Membership.person_id == supervisor.id)
    agreement = Agreement(
        public_id=new_token(),
        organisation_id=there.id,
        supervisor_membership_id=make.session.scalars(hat).one().id,
        supervisor_id=supervisor.id,
        trainee_membership_id=enrolment.membership_id,
        trainee_id=person.id,
        state=AgreementState.ACTIVE,
        starts_on=today() - timedelta(days=60),
        proposed_by=supervisor.id,
        proposed_at=now(),
    )
    make.session.add(agreement)
    make.session.flush()
    held = hold(make, among=Supervision(there, supervisor, [person], [agreement]))
    held.part.minutes = 437
    return there, held


def _addresses(session: Session, one: Earned, held: Held) -> list[str]:
    """Where everything of hers stands, for whoever guesses it."""
    slug = held.people.organisation.slug
    member = session.get_one(Membership, held.people.agreements[0].trainee_membership_id)
    return [
        held.address,
        *(f"{held.address}/texts/{kind}" for kind in ("shared", "private", "own", "answer")),
        f"{held.address}/sign",
        f"{held.address}/answer/contest",
        f"/sessions/{held.session.public_id}",
        f"/sessions/{held.session.public_id}/correct",
        f"/agreements/{held.people.agreements[0].public_id}",
        f"/orgs/{slug}/people/{member.public_id}",
        f"/orgs/{slug}/people/{member.public_id}/end",
        f"/orgs/{slug}/agreements",
        f"/orgs/{slug}/invitations",
        one.issue_path,
    ]
