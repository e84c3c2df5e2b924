"""Who may do what with data about people: each person about themselves."""

from __future__ import annotations

from lms.kernel.actor import Actor


def may_see_own_data(_actor: Actor) -> bool:
    """Everybody signed in: the actor is the only subject there is."""
    return True
