"""Who may see, plan and sign group sessions."""

from __future__ import annotations

from lms.kernel.actor import Actor, Role


def may_read_calendar(actor: Actor) -> bool:
    """People of cohorts, those who accompany them, and managers where they act."""
    return actor.role in (Role.TRAINEE, Role.TRAINER, Role.TUTOR, Role.MANAGER)


def may_plan(actor: Actor) -> bool:
    """Trainers for the cohorts that they accompany, managers for those of their organisation."""
    return actor.role in (Role.TRAINER, Role.MANAGER)


def may_lead(actor: Actor) -> bool:
    """Keep the sheet: as a trainer of the cohort."""
    return actor.role is Role.TRAINER


def may_sign(actor: Actor) -> bool:
    """Sign for oneself: in training, or leading the session."""
    return actor.role in (Role.TRAINEE, Role.TRAINER)
