"""Agreements of the crowd, and sessions that were signed or still wait for an answer."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, case, literal

from bench.crowd.lines import FIRST, Crowd, days, n, named
from bench.crowd.people import CARED_FOR, PER_SUPERVISOR, SESSIONS, ended, longago, people, since
from lms.accounts.models import Membership
from lms.kernel.actor import Role
from lms.supervision.models import (
    Agreement,
    AgreementState,
    Participation,
    SessionKind,
    SessionMode,
    Standing,
    SupervisionSession,
)


def supervise(crowd: Crowd) -> None:
    """Agreements, and sessions that were signed or still wait."""
    _agree(crowd)
    _meet(crowd)
    _take_part(crowd)


def _supervisor(crowd: Crowd) -> ColumnElement[int]:
    return FIRST + crowd.people + 1 + (n - 1) // PER_SUPERVISOR


def _agree(crowd: Crowd) -> None:
    place, supervisor = crowd.organisation_of(n), _supervisor(crowd)
    kind = Agreement.state.type
    role = and_(
        Membership.person_id == supervisor,
        Membership.organisation_id == place,
        Membership.role == Role.SUPERVISOR,
    )
    crowd.put(
        Agreement,
        people.join(Membership, role).where(n % CARED_FOR == 0),
        id=FIRST + n,
        public_id=named("agreement-"),
        organisation_id=place,
        supervisor_membership_id=Membership.id,
        supervisor_id=supervisor,
        trainee_membership_id=FIRST + n,
        trainee_id=FIRST + n,
        state=case(
            (ended, literal(AgreementState.ENDED, kind)),
            else_=literal(AgreementState.ACTIVE, kind),
        ),
        starts_on=since,
        ends_on=case((ended, since)),
        proposed_by=FIRST + n,
        proposed_at=longago,
        supervisor_accepted_at=longago,
        trainee_accepted_at=longago,
    )


def _held() -> Any:
    """One row for each session: a person who is supervised and a day."""
    some = days.c.k.between(1, SESSIONS)
    return people.join(days, some).where(n % CARED_FOR == 0)


def _meet(crowd: Crowd) -> None:
    crowd.put(
        SupervisionSession,
        _held(),
        id=FIRST + n * 10 + days.c.k,
        public_id=named("session-") + named("-", days.c.k),
        supervisor_id=_supervisor(crowd),
        held_on=days.c.on,
        kind=SessionKind.INDIVIDUAL,
        mode=SessionMode.ON_SITE,
        logged_at=days.c.at,
    )


def _take_part(crowd: Crowd) -> None:
    kind = Participation.standing.type
    waits = and_(days.c.k == 1, n % PER_SUPERVISOR == 0)
    crowd.put(
        Participation,
        _held(),
        id=FIRST + n * 10 + days.c.k,
        public_id=named("record-") + named("-", days.c.k),
        session_id=FIRST + n * 10 + days.c.k,
        held_on=days.c.on,
        agreement_id=FIRST + n,
        organisation_id=crowd.organisation_of(n),
        trainee_id=FIRST + n,
        minutes=60,
        standing=case(
            (waits, literal(Standing.SIGNED, kind)), else_=literal(Standing.COUNTERSIGNED, kind)
        ),
        signed_at=days.c.at,
        answered_at=case((waits, None), else_=days.c.at),
    )
