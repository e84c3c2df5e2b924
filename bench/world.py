"""Who and what the journeys are about: people of the demo and of the crowd, already signed in."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from bench.crowd.lines import FIRST
from bench.crowd.training import main_version
from bench.visitors import Visitor
from lms.accounts.models import Membership, Person, Throttle
from lms.catalogue.models import Activity, ActivityKind, Module
from lms.certification.models import Certificate, FileState
from lms.certification.operations import Chance
from lms.certification.operations.entries import enter
from lms.certification.queries import draft_of, judgement_of
from lms.certification.rules.codes import code_from
from lms.kernel.actor import Role
from lms.kernel.keys import Keys
from lms.learning.models import Completion, Enrolment
from lms.supervision.models import Agreement, AgreementState

BEGINNERS = 20
DOCUMENTS = 10


@dataclass(frozen=True, slots=True)
class Paper:
    """A certificate of the crowd: its holder, its file and how a stranger verifies it."""

    address: str
    public_id: str
    code: str
    family_name: str


@dataclass
class World:
    """One database in use; `signed_in` keeps a browser for each address."""

    engine: Engine
    stranger: Callable[[], Visitor]
    """Somebody who opens a first page."""
    signed_in: dict[str, Visitor] = field(default_factory=dict)

    def visitor(self, address: str) -> Visitor:
        """Somebody signed in, the same at each call."""
        if address not in self.signed_in:
            self.signed_in[address] = self.stranger()
            self.signed_in[address].sign_in(address)
        return self.signed_in[address]

    def back_at_the_door(self, address: str) -> Visitor:
        """Their browser again, with nothing left of the session but what knows the device."""
        cookies = self.visitor(address).cookies
        return replace(self.stranger(), cookies={n: v for n, v in cookies.items() if "-" in n})

    def demo(self, who: str) -> Visitor:
        """Somebody of the demo."""
        return self.visitor(f"{who}@demo.example")

    def forget_tries(self) -> None:
        """Nobody is made to wait: everything comes from one network here."""
        with Session(self.engine) as session, session.begin():
            session.execute(delete(Throttle))


def beginners(engine: Engine) -> list[str]:
    """Addresses of people who are in training and have not begun."""
    begun = select(Completion.person_id).where(Completion.person_id == Person.id)
    asked = (
        select(Person.email)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Person.id > FIRST, ~begun.exists(), Enrolment.state == "active")
        .order_by(Person.id)
        .limit(BEGINNERS)
    )
    with Session(engine) as session:
        return list(session.scalars(asked))


def texts_to_read(engine: Engine) -> list[str]:
    """Addresses of the steps that one press completes, without those that open with a note."""
    asked = (
        select(Module.slug, Activity.position, Activity.sheet)
        .join(Activity, Activity.module_id == Module.id)
        .where(Activity.kind == ActivityKind.TEXT)
        .order_by(Module.position, Activity.position)
    )
    with Session(engine) as session:
        asked = asked.where(Module.version_id == main_version(session.connection()))
        found = session.execute(asked).all()
    shown = ((slug, number) for slug, number, sheet in found if not sheet.get("sensitive"))
    return [f"/modules/{slug}/steps/{number}" for slug, number in shown]


def check_step(engine: Engine) -> tuple[str, str, int]:
    """The first check: the module's address, the step's, and how many questions it asks."""
    asked = (
        select(Module.slug, Activity.position, Activity.id)
        .join(Activity, Activity.module_id == Module.id)
        .where(Activity.kind == ActivityKind.CHECK)
        .order_by(Module.position)
        .limit(1)
    )
    with Session(engine) as session:
        asked = asked.where(Module.version_id == main_version(session.connection()))
        slug, position, _ = session.execute(asked).one()
    return f"/modules/{slug}", f"/modules/{slug}/steps/{position}", 10


def followed(engine: Engine) -> tuple[str, Sequence[str]]:
    """A supervisor's address, and the agreements with the people followed."""
    first = select(func.min(Agreement.supervisor_id)).where(Agreement.supervisor_id > FIRST)
    with Session(engine) as session:
        supervisor = session.scalars(first).one()
        living = (Agreement.supervisor_id == supervisor, Agreement.state == AgreementState.ACTIVE)
        asked = select(Agreement.public_id).where(*living).order_by(Agreement.id)
        address = session.scalars(select(Person.email).where(Person.id == supervisor)).one()
        return address, session.scalars(asked).all()


def family_name(engine: Engine, address: str) -> str:
    """A name that nobody else has."""
    with Session(engine) as session:
        return session.scalars(select(Person.family_name).where(Person.email == address)).one()


def middle(engine: Engine) -> str:
    """The public id of whoever stands in the middle of the large organisation's roster."""
    listed = (Membership.organisation_id == FIRST, Membership.role == Role.TRAINEE)
    with Session(engine) as session:
        many = session.scalars(select(func.count()).where(*listed)).one()
        asked = select(Membership.public_id).where(*listed).order_by(Membership.sort_name)
        return session.scalars(asked.offset(many // 2).limit(1)).one()


def enter_papers(engine: Engine, keys: Keys) -> list[Paper]:
    """Certificates to draw, for people of the crowd; nobody judges here what they have done."""
    now = datetime.now(UTC)
    valid = select(Certificate.enrolment_id).where(Certificate.enrolment_id == Enrolment.id)
    asked = select(Enrolment).where(Enrolment.id > FIRST, ~valid.exists(), Enrolment.id % 2 == 0)
    with Session(engine) as session, session.begin():
        chosen = session.scalars(asked.order_by(Enrolment.id).limit(DOCUMENTS)).all()
        return [_enter(session, keys, enrolment, now) for enrolment in chosen]


def waiting(engine: Engine) -> int:
    """How many documents are not drawn yet."""
    asked = select(func.count()).where(Certificate.file_state == FileState.REQUESTED)
    with Session(engine) as session:
        return session.scalars(asked).one()


def _enter(session: Session, keys: Keys, enrolment: Enrolment, now: datetime) -> Paper:
    judged = judgement_of(session, enrolment, now=now)
    draft = draft_of(session, enrolment, judged, today=now.date())
    token, public_id = secrets.token_urlsafe(16), secrets.token_urlsafe(16)
    chance = Chance(public_id=public_id, token=token, message_id=secrets.token_urlsafe(16))
    enter(session, keys, draft, enrolment.id, by=FIRST, now=now, chance=chance)
    person = session.get_one(Person, enrolment.person_id)
    return Paper(person.email, public_id, code_from(token), person.family_name)
