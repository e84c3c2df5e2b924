"""Who may do what with accounts: only the person changes their own."""

from __future__ import annotations

from lms.kernel.actor import Actor


def may_keep_own_account(_actor: Actor) -> bool:
    """Everybody signed in, about themselves: the actor is the only subject there is."""
    return True


def may_wear(actor: Actor, role: str, organisation_slug: str) -> bool:
    """One of the hats that the person's memberships give today."""
    return any(
        hat.role == role and hat.organisation_slug == organisation_slug for hat in actor.hats
    )
