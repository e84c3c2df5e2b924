"""Who may compose a portfolio: each person their own."""

from __future__ import annotations

from lms.kernel.actor import Actor, Role


def may_compose(actor: Actor) -> bool:
    """People in training, and those whose training ended; there is no page about anybody else."""
    return actor.role in (Role.TRAINEE, None)
