"""Who may issue, keep the register and open a document; each as a predicate and as a filter."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_

from lms.certification.models import Certificate
from lms.kernel.actor import Actor, Role


def may_issue(actor: Actor) -> bool:
    """Managers, in the organisation they act in; never to themselves (see `issues_to_self`)."""
    return may_keep_register(actor)


def may_keep_register(actor: Actor) -> bool:
    """Managers, in the organisation they act in."""
    return actor.role is Role.MANAGER and actor.organisation_id is not None


def issues_to_self(actor_id: int, person_id: int) -> bool:
    """Nobody certifies themselves, whatever their role."""
    return actor_id == person_id


def may_open_file(actor: Actor, *, person_id: int, organisation_id: int) -> bool:
    """The person for life, under any role; managers what their organisation issued."""
    own = actor.person_id == person_id
    return own or (may_keep_register(actor) and actor.organisation_id == organisation_id)


def files_open_to(actor: Actor) -> ColumnElement[bool]:
    """The same as a filter."""
    own = Certificate.person_id == actor.person_id
    if not may_keep_register(actor):
        return own
    # Whose name left the register is the organisation's to open no more.
    issued_here = Certificate.organisation_id == actor.organisation_id
    return or_(own, and_(issued_here, Certificate.name_erased_at.is_(None)))
