"""Who may do what in supervision: each permission as a predicate and as a query filter."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, or_

from lms.kernel.actor import Actor, Role
from lms.supervision.models import Agreement, Participation, SupervisionSession


def may_log_sessions(actor: Actor) -> bool:
    """Log, correct and list sessions, and see one's people: as supervisor."""
    return actor.role is Role.SUPERVISOR


def may_follow_own_supervision(actor: Actor) -> bool:
    """Read one's own sessions and minutes: as trainee."""
    return actor.role is Role.TRAINEE


def may_arrange_agreements(actor: Actor) -> bool:
    """Propose, list and end agreements: as manager, in the acting organisation."""
    return actor.role is Role.MANAGER


def may_open_agreements(actor: Actor) -> bool:
    """Open one agreement: its two sides and the managers of its organisation."""
    return actor.role is not None


def may_answer_agreements(actor: Actor) -> bool:
    """Accept or decline: the two people themselves, never under a manager's hat."""
    return actor.role in {Role.SUPERVISOR, Role.TRAINEE}


def may_open_records(actor: Actor) -> bool:
    """Open a record: its two sides only; a manager never."""
    return actor.role in {Role.SUPERVISOR, Role.TRAINEE}


def sessions_within_reach(actor: Actor) -> ColumnElement[bool]:
    """The sessions that the actor logged."""
    if not may_log_sessions(actor):
        return false()
    return SupervisionSession.supervisor_id == actor.person_id


def participations_within_reach(actor: Actor) -> ColumnElement[bool]:
    """The actor's own part in sessions, as trainee."""
    if not may_follow_own_supervision(actor):
        return false()
    return Participation.trainee_id == actor.person_id


def agreements_within_reach(actor: Actor) -> ColumnElement[bool]:
    """Those of the manager's organisation; else those where the person is one of the two.

    A side is known by the roles the person holds, not by the hat worn: a link in a mail must work
    for somebody who supervises here and trains there.
    """
    if actor.role is Role.MANAGER:
        return Agreement.organisation_id == actor.organisation_id
    held = {hat.role for hat in actor.hats}
    sides: list[ColumnElement[bool]] = [false()]
    if Role.SUPERVISOR in held:
        sides.append(Agreement.supervisor_id == actor.person_id)
    if Role.TRAINEE in held:
        sides.append(Agreement.trainee_id == actor.person_id)
    return or_(*sides)
