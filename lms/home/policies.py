"""Who may see the people of an organisation and end their roles."""

from __future__ import annotations

from lms.kernel.actor import Actor, Role


def may_read_roster(actor: Actor) -> bool:
    """Managers, in the organisation they act in."""
    return actor.role is Role.MANAGER and actor.organisation_id is not None


def may_end_roles(actor: Actor) -> bool:
    """The same people; never their own role, which leaves an organisation to nobody."""
    return may_read_roster(actor)


def may_suspend_roles(actor: Actor) -> bool:
    """The same people again; never their own role."""
    return may_read_roster(actor)


def ends_own_role(actor_id: int, person_id: int) -> bool:
    """Whether a manager is about to shut the door on themselves."""
    return actor_id == person_id
