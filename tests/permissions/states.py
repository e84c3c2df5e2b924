"""The account states, each brought about by the act that brings it about in the product."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lms.accounts.models import AuthenticatorApp, Membership, MembershipState, Passkey, Person
from lms.accounts.operations.erasing import close_account
from lms.accounts.operations.suspending import suspend_account
from lms.home.operations import end_role, suspend_role
from lms.kernel.actor import Role
from lms.organisations.models import Organisation
from lms.organisations.queries import ASKED_BY
from lms.privacy.operations.erasing import Erasing, erase_person
from lms.supervision.models import Agreement, AgreementState
from lms.web.database import Application
from lms.web.page import new_token, now
from tests.client import Client
from tests.make import Make, today
from tests.permissions.table import Row
from tests.permissions.world import World, invited

HERE = frozenset({"OW", "PE", "SU", "S2", "MA", "AU", "TN", "TU"})
SECOND_STEPS = tuple(ASKED_BY.values())


@dataclass(frozen=True)
class Scene:
    """One visitor of the world."""

    app: Application
    session: Session
    make: Make
    world: World
    column: str

    @property
    def person(self) -> Person:
        return self.world.people[self.column][0]

    def arrive(self, *, second_factor: bool = True) -> Client:
        """A browser in which the person has signed in, and whose page has a form."""
        client = Client(self.app, self.session)
        if self.column != "AN":
            person, role, organisation = self.world.people[self.column]
            if organisation is not None:
                # Read now: the savepoint that a late reading opens would lie within the sign-in's.
                self.session.refresh(organisation)
            client.sign_in(
                person, role=role, organisation=organisation, second_factor=second_factor
            )
        return client

    @property
    def roles(self) -> list[Membership]:
        held = select(Membership).where(
            Membership.person_id == self.person.id, Membership.state == MembershipState.ACTIVE
        )
        return list(self.session.scalars(held))


def active(scene: Scene) -> Client:
    """Signed in, with everything that the role opens."""
    return scene.arrive()


def invited_only(scene: Scene) -> Client:
    """No account: an invitation to this role in this place, opened and not accepted."""
    role = scene.world.people[scene.column][1]
    there = scene.world.organisation if scene.column in HERE else scene.world.elsewhere
    version = scene.world.version_id if role is Role.TRAINEE else None
    token, _public_id = invited(scene.session, there, role, version)
    client = Client(scene.app, scene.session)
    client.read(f"/invitations/{token}")
    return client


def must_show_a_factor(scene: Scene) -> Client:
    """The password was right; the second step is still to come."""
    if scene.column != "OW":
        scene.make.app(scene.person)
    return scene.arrive(second_factor=False)


def must_choose_a_factor(scene: Scene) -> Client:
    """The organisation asks this role for a second step, and there is none yet."""
    for kind in (AuthenticatorApp, Passkey):
        scene.session.execute(delete(kind).where(kind.person_id == scene.person.id))
    scene.session.execute(update(Organisation).values(dict.fromkeys(SECOND_STEPS, True)))
    return scene.arrive(second_factor=False)


def role_suspended(scene: Scene) -> Client:
    """A manager suspended the role while the person was signed in."""
    client = scene.arrive()
    for role in scene.roles:
        suspend_role(scene.session, role, by=0, now=now(), message_id=new_token())
    return client


def left(scene: Scene) -> Client:
    """A manager ended the role, and all that rests on it, while the person was signed in."""
    client = scene.arrive()
    for role in scene.roles:
        end_role(scene.session, role, by=0, today=today(), now=now())
    return client


def link_ended(scene: Scene) -> Client:
    """The agreement of OW and SU had its last day yesterday."""
    over = {"state": AgreementState.ENDED, "ends_on": today() - timedelta(days=1)}
    mine = Agreement.id == scene.world.agreement.id
    scene.session.execute(update(Agreement).where(mine).values(over))
    return scene.arrive()


def account_suspended(scene: Scene) -> Client:
    """The operator suspended the account while the person was signed in."""
    client = scene.arrive()
    suspend_account(scene.session, scene.person.id, now=now(), message_id=new_token())
    return client


def account_closed(scene: Scene) -> Client:
    """The person asked to be erased; the days before it run."""
    client = scene.arrive()
    assert close_account(scene.session, scene.person.id, now=now())
    return client


def erased(scene: Scene) -> Client:
    """The account is an empty shell, and an old session token is sent."""
    client = scene.arrive()
    how = Erasing(token=new_token(), today=today(), now=now())
    keys = scene.app.extensions["sillage.keys"]
    assert erase_person(scene.session, keys, scene.person.id, how)
    return client


def one_for_all(cells: str, column: int) -> str:
    """The letter of a column in a group, where one letter may stand for all of them."""
    return cells if len(cells) == 1 else cells[column - 1]


@dataclass(frozen=True)
class State:
    """How it comes about, and which letter of a row is expected in it (by the column's place)."""

    brought: Callable[[Scene], Client]
    expected: Callable[[Row, int], str]


def _after_the_link(row: Row, column: int) -> str:
    return row.active[column] if row.link == "=" else one_for_all(row.link, column)


STATES: Mapping[str, State] = {
    "active": State(active, lambda row, column: row.active[column]),
    "invited": State(invited_only, lambda row, _column: row.invited),
    "to show a factor": State(must_show_a_factor, lambda row, _column: row.factor[0]),
    "to choose a factor": State(must_choose_a_factor, lambda row, _column: row.factor[-1]),
    "role suspended": State(role_suspended, lambda row, column: one_for_all(row.suspended, column)),
    "left": State(left, lambda row, column: one_for_all(row.left, column)),
    "link ended": State(link_ended, _after_the_link),
    "account suspended": State(
        account_suspended, lambda row, column: one_for_all(row.gone, column)
    ),
    "account closed": State(account_closed, lambda row, column: one_for_all(row.gone, column)),
    "erased": State(erased, lambda row, column: one_for_all(row.gone, column)),
}
"""The seven states; the second factor has two faces, a suspension and an end two each."""
