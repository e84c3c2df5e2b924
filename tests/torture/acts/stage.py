"""The stage of the races: one organisation that lasts, and new people or objects for each round."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from lms.accounts.models import Membership, Person
from lms.catalogue.models import ProgrammeVersion
from lms.kernel.actor import Role
from lms.kernel.keys import Keys
from lms.organisations.models import Organisation
from lms.supervision.models import Agreement
from lms.web.database import Application
from lms.web.page import now
from tests.certification.earned import Earned, earned, place
from tests.client import Page
from tests.make import Make, Supervision
from tests.supervision.held import Held, hold, signed

NETWORKS = (f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}" for n in count(1))
Fields = Mapping[str, Any]
Fill = Callable[[Page], Fields]


@dataclass(frozen=True)
class Press:
    """One form, as one person has it before their eyes."""

    page: str
    action: str = ""
    """Where the form goes; the page itself when empty."""
    person: Person | None = None
    role: Role | None = None
    organisation: Organisation | None = None
    fields: Fields | Fill = field(default_factory=dict)
    waiting: bool = False
    """Whether the second factor is still to be shown."""
    scripted: bool = False
    """Whether a script sends it: the page has no such form."""
    network: str = field(default_factory=lambda: next(NETWORKS))


Scene = Callable[["Stage"], Press]


@dataclass(frozen=True)
class Act:
    """One action; `devices`: whether eight devices of the person leave one deed between them.

    Otherwise the race is between eight tabs of one browser that send the same form.
    """

    scene: Scene
    devices: bool = True
    tabs: bool = True
    slow: bool = False
    """Whether a password is hashed at each press: fewer rounds say as much."""


@dataclass
class Stage:
    """What lasts through all rounds."""

    app: Application
    make: Make
    at: tuple[Organisation, Person, Person, ProgrammeVersion]

    @property
    def keys(self) -> Keys:
        """The application's keys."""
        held: Keys = self.app.extensions["sillage.keys"]
        return held

    @property
    def organisation(self) -> Organisation:
        """The one organisation."""
        return self.at[0]

    def managing(self, page: str, action: str = "", **fields: Any) -> Press:
        """The manager's form."""
        organisation, manager = self.at[:2]
        return Press(page, action, manager, Role.MANAGER, organisation, fields)

    def supervising(self, page: str, action: str = "", **fields: Any) -> Press:
        """The supervisor's form."""
        return Press(page, action, self.at[2], Role.SUPERVISOR, None, fields)

    def learning(self, person: Person, page: str, action: str = "", **fields: Any) -> Press:
        """The form of somebody in training."""
        return Press(page, action, person, Role.TRAINEE, None, fields)

    def earned(self) -> Earned:
        """Somebody new who earned a certificate."""
        return earned(self.make, at=self.at)

    def trainee(self) -> Person:
        """Somebody new in training."""
        person = self.make.person()
        self.make.enrolment(person, self.organisation, self.at[3])
        return person

    def held(self, *, signs: bool = False) -> Held:
        """A session with somebody new; signed by the supervisor when asked."""
        one = self.earned()
        pair = Supervision(self.organisation, one.supervisor, [one.person], [one.agreement])
        held = hold(self.make, among=pair)
        if signs:
            signed(held, at=now())
        return held

    def membership(self, agreement: Agreement) -> Membership:
        """The trainee's role behind an agreement."""
        return self.make.session.get_one(Membership, agreement.trainee_membership_id)


def stage_of(app: Application) -> Stage:
    """A new stage; whoever makes rows commits them."""
    make = Make(app.extensions["sillage.sessions"]())
    return Stage(app, make, place(make))
