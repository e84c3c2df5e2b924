"""The crowd's organisations, people, roles and sign-ins."""

from __future__ import annotations

from sqlalchemy import ColumnElement, case, func, literal, select, update

from bench.crowd.lines import FIRST, Crowd, days, n, named, numbers
from lms.accounts.models import (
    Membership,
    MembershipState,
    Person,
    PersonState,
    RosterStanding,
    SignIn,
)
from lms.accounts.rules import hash_password
from lms.demo.rules.cast import PASSWORD
from lms.kernel.actor import Role
from lms.organisations.models import Organisation, OrganisationKind
from lms.organisations.queries import ASKED_BY

ISSUED = 10
"""In a hundred people, how many have a certificate…"""
MET = 3
"""… and how many have met the requirements and wait for theirs."""
CARED_FOR = 4
"""One person in four is supervised now."""
FOLLOWED = 10
"""How many people a supervisor follows."""
PER_SUPERVISOR = CARED_FOR * FOLLOWED
LONG_AGO = 380
SESSIONS = 6
"""How many were held with each person who is supervised, of an hour each."""
MINUTES = SESSIONS * 60

SEVEN_DIGITS = 1_000_000
"""Names of one length: none is the beginning of another, and entries of an index weigh the same."""
GIVEN_NAMES = 30
"""How many given names there are: each is frequent enough to fill a page."""

ended = (n % 100).between(ISSUED + MET, ISSUED + MET + 7)
"""Who has left."""
people = select(n).select_from(numbers)
longago = select(days.c.at).where(days.c.k == LONG_AGO).scalar_subquery()
since = select(days.c.on).where(days.c.k == LONG_AGO).scalar_subquery()


def bring(crowd: Crowd) -> None:
    """Everybody, with a role; and one past sign-in each."""
    _organisations(crowd)
    # A second factor would only lengthen the way in.
    asks = dict.fromkeys(ASKED_BY.values(), False)
    crowd.connection.execute(update(Organisation).values(asks))
    hashed = hash_password(PASSWORD)
    supervisors = -(-crowd.people // PER_SUPERVISOR)
    _people(crowd, hashed, "trainee", 0, crowd.people)
    _people(crowd, hashed, "supervisor", crowd.people, supervisors)
    _people(crowd, hashed, "manager", crowd.people + supervisors, crowd.organisations)
    _trainees(crowd)
    _supervisors(crowd)
    _managers(crowd, crowd.people + supervisors)
    _sign_ins(crowd)


def _organisations(crowd: Crowd) -> None:
    crowd.put(
        Organisation,
        people.where(n <= crowd.organisations),
        id=FIRST - 1 + n,
        public_id=named("crowd-", n),
        slug=named("crowd-", n),
        name=named("Association fictive ", n),
        kind=OrganisationKind.ASSOCIATION,
        prefix=named("C", n),
        city="Exempleville",
        signatory_name="Personne Fictive",
        signatory_function="Direction",
        time_zone="Europe/Paris",
        specimen=True,
        created_at=longago,
    )


def _people(crowd: Crowd, hashed: str, kind: str, after: int, many: int) -> None:
    family, given = _family(crowd), _given()
    crowd.put(
        Person,
        people.where(n <= many),
        id=FIRST + after + n,
        public_id=named(f"{kind}-"),
        given_name=given,
        family_name=family,
        screen_name=given + " " + family,
        printed_name=given + " " + family,
        email=named(f"{kind}-") + "@demo.example",
        email_key=named(f"{kind}-") + "@demo.example",
        password_hash=hashed,
        state=PersonState.ACTIVE,
        created_at=longago,
    )


def _trainees(crowd: Crowd) -> None:
    crowd.put(
        Membership,
        people,
        id=FIRST + n,
        public_id=named("trainee-"),
        person_id=FIRST + n,
        organisation_id=crowd.organisation_of(n),
        role=Role.TRAINEE,
        state=case(
            (ended, literal(MembershipState.ENDED, Membership.state.type)),
            else_=literal(MembershipState.ACTIVE, Membership.state.type),
        ),
        standing=_standing(),
        sort_name=func.lower(_family(crowd) + " " + _given()),
        starts_on=since,
        ended_on=case((ended, since)),
    )


def _supervisors(crowd: Crowd) -> None:
    """A role in each organisation where they follow somebody."""
    supervisor = crowd.people + 1 + (n - 1) // PER_SUPERVISOR
    place = crowd.organisation_of(n)
    held = select(supervisor.label("who"), place.label("place")).distinct().subquery()
    crowd.put(
        Membership,
        select(held),
        id=FIRST + crowd.people + func.row_number().over(order_by=[held.c.who, held.c.place]),
        public_id=named("supervisor-", held.c.who) + named("-", held.c.place),
        person_id=FIRST + held.c.who,
        organisation_id=held.c.place,
        role=Role.SUPERVISOR,
        sort_name=named("accompagne ", held.c.who),
        starts_on=since,
    )


def _managers(crowd: Crowd, after: int) -> None:
    crowd.put(
        Membership,
        people.where(n <= crowd.organisations),
        id=FIRST + 2 * crowd.people + n,
        public_id=named("manager-"),
        person_id=FIRST + after + n,
        organisation_id=FIRST - 1 + n,
        role=Role.MANAGER,
        sort_name=named("dirige "),
        starts_on=since,
    )


def _sign_ins(crowd: Crowd) -> None:
    crowd.put(
        SignIn,
        people,
        id=FIRST + n,
        public_id=named("sign-in-"),
        person_id=FIRST + n,
        token_hash=named("none-"),
        device="Firefox, Linux",
        created_at=longago,
        last_seen_at=longago,
        proved_at=longago,
        revoked_at=longago,
    )


def _standing() -> ColumnElement[RosterStanding]:
    kind = Membership.standing.type
    return case(
        (n % 100 < ISSUED, literal(RosterStanding.ISSUED, kind)),
        (n % 100 < ISSUED + MET, literal(RosterStanding.MET, kind)),
        (ended, literal(RosterStanding.ENDED, kind)),
        else_=literal(RosterStanding.TRAINING, kind),
    )


def _family(crowd: Crowd) -> ColumnElement[str]:
    """Scattered: lists by name must not follow the order of the ids; and nobody else's name."""
    return named("Nom", SEVEN_DIGITS + (n * 7_919) % crowd.people)


def _given() -> ColumnElement[str]:
    return named("Prenom", n % GIVEN_NAMES)
