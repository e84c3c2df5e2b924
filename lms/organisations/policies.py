"""Who may change what an organisation asks."""

from __future__ import annotations

from lms.kernel.actor import Actor, Role


def may_change_settings(actor: Actor) -> bool:
    """Managers, in the organisation they act in."""
    return actor.role is Role.MANAGER and actor.organisation_id is not None
