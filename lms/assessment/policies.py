"""Who may do what with work and competencies."""

from __future__ import annotations

from lms.kernel.actor import Actor, Role


def may_hand_in(actor: Actor) -> bool:
    """Hand in work, and see one's own competencies: as trainee."""
    return actor.role is Role.TRAINEE


def may_answer_work(actor: Actor) -> bool:
    """Read and answer what people of one's cohorts hand in: as tutor or trainer."""
    return actor.role in {Role.TUTOR, Role.TRAINER}


def may_exempt(actor: Actor) -> bool:
    """Exempt people of one's cohorts from steps, and withdraw it: as tutor or trainer."""
    return actor.role in {Role.TUTOR, Role.TRAINER}
