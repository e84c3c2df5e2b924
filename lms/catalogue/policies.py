"""Who may do what with programmes."""

from __future__ import annotations

from lms.kernel.actor import Actor, Role


def may_write(actor: Actor) -> bool:
    """Write drafts of the organisation's programmes: as author, in the acting organisation."""
    return actor.role is Role.AUTHOR


def may_review(actor: Actor) -> bool:
    """Read drafts of the organisation and say whether they are ready: its authors and managers."""
    return actor.role in (Role.AUTHOR, Role.MANAGER)
