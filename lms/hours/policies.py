"""Who reads hours: each person their own; managers read them on their roster's pages."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from lms.kernel.actor import Actor, Role
from lms.learning.models import Enrolment


def may_read_own_hours(actor: Actor) -> bool:
    """People in training; those whose training ended keep reading what they did."""
    return actor.role in (Role.TRAINEE, None)


def hours_open_to(actor: Actor) -> ColumnElement[bool]:
    """The same as a filter."""
    return Enrolment.person_id == actor.person_id
