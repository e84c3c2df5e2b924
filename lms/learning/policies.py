"""Who may do what in training."""

from __future__ import annotations

from lms.kernel.actor import Actor, Role


def may_learn(actor: Actor) -> bool:
    """Open modules and checks: as trainee."""
    return actor.role is Role.TRAINEE


def may_answer_comments(actor: Actor) -> bool:
    """Read and answer what readers say of passages: as author, in the acting organisation."""
    return actor.role is Role.AUTHOR


def may_read_statistics(actor: Actor) -> bool:
    """See what the questions of a version showed: as author, in the acting organisation."""
    return actor.role is Role.AUTHOR


def may_invite(actor: Actor) -> bool:
    """Invite people and follow invitations: as manager, in the acting organisation."""
    return actor.role is Role.MANAGER


def may_keep_cohorts(actor: Actor) -> bool:
    """Make cohorts, choose who accompanies them and who is in them: as manager, where acting."""
    return actor.role is Role.MANAGER


def may_make_links(actor: Actor) -> bool:
    """Make links by which people join a cohort: its managers, and its trainers."""
    return actor.role in (Role.MANAGER, Role.TRAINER)


def may_accompany(actor: Actor) -> bool:
    """See where the people of one's cohorts stand: as trainer or tutor."""
    return actor.role in (Role.TRAINER, Role.TUTOR)


def may_tutor(actor: Actor) -> bool:
    """Follow and answer the people of one's cohorts: as tutor."""
    return actor.role is Role.TUTOR


def may_publish(actor: Actor) -> bool:
    """Publish an approved draft of the organisation: its authors and its managers."""
    return actor.role in (Role.AUTHOR, Role.MANAGER)


def may_read_answers(actor: Actor) -> bool:
    """Read and answer the open texts of people whom one accompanies: as tutor."""
    return actor.role is Role.TUTOR
