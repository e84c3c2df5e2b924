"""Exempting somebody from a step or a module, and withdrawing an exemption: rows of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.catalogue.rules.outline import ActivityOutline
from lms.journal.operations import record
from lms.kernel.database import insert_new
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.learning.models import (
    Completion,
    Enrolment,
    EnrolmentState,
    ExemptedStep,
    Exemption,
    ExemptionWithdrawal,
)
from lms.learning.operations.enrolments import bump_facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Exempting:
    """Who exempts or withdraws, and when."""

    by: int
    today: date
    now: datetime


def exempt(
    session: Session,
    enrolment: Enrolment,
    steps: Sequence[ActivityOutline],
    how: Exempting,
    *,
    whole_module: bool,
    public_id: str,
) -> Exemption:
    """Exempt from these steps of the training, which the caller holds, as far as nothing else
    settles them already; no minutes are counted and nothing is completed."""
    _refuse(enrolment, how)
    wanted = _unsettled(session, enrolment, steps)
    if not wanted:
        raise RuleBroken("scope", _("Nothing is left to exempt there: it is done or exempted."))
    made = Exemption(
        public_id=public_id,
        person_id=enrolment.person_id,
        enrolment_id=enrolment.id,
        organisation_id=enrolment.organisation_id,
        whole_module=whole_module,
        given_by=how.by,
        given_on=how.today,
        given_at=how.now,
    )
    session.add(made)
    session.flush()
    _add_steps(session, made, wanted)
    bump_facts(session, enrolment.person_id, now=how.now)
    _tell(session, "learning.exempt", made, how)
    return made


def withdraw_exemption(
    session: Session, enrolment: Enrolment, exemption: Exemption, how: Exempting
) -> None:
    """From now on its steps are asked again; certificates that were issued stay as they are."""
    _refuse(enrolment, how)
    first = insert_new(
        session,
        ExemptionWithdrawal,
        exemption_id=exemption.id,
        withdrawn_by=how.by,
        withdrawn_on=how.today,
        withdrawn_at=how.now,
    )
    if not first:
        raise RuleBroken("reason", _("This exemption was withdrawn already."))
    session.execute(
        update(ExemptedStep).where(ExemptedStep.exemption_id == exemption.id).values(in_force=False)
    )
    bump_facts(session, exemption.person_id, now=how.now)
    _tell(session, "learning.withdraw_exemption", exemption, how)


def carry_exemptions(
    session: Session, enrolment_id: int, successors: Mapping[int, int], *, move_id: int
) -> None:
    """Exemptions in force hold for the steps of a newer version as well; `successors` names the
    newer step of each older one."""
    held = select(ExemptedStep.exemption_id, ExemptedStep.activity_id).where(
        ExemptedStep.enrolment_id == enrolment_id,
        ExemptedStep.activity_id.in_(list(successors)),
        ExemptedStep.in_force,
    )
    for exemption_id, step in session.execute(held).all():
        session.add(
            ExemptedStep(
                exemption_id=exemption_id,
                activity_id=successors[step],
                enrolment_id=enrolment_id,
                move_id=move_id,
            )
        )


def _refuse(enrolment: Enrolment, how: Exempting) -> None:
    if how.by == enrolment.person_id:
        raise RuleBroken("", _("Nobody exempts themselves."))
    if enrolment.state is not EnrolmentState.ACTIVE:
        raise RuleBroken("", _("This training has ended."))


def _unsettled(
    session: Session, enrolment: Enrolment, steps: Sequence[ActivityOutline]
) -> list[int]:
    ids = [step.id for step in steps]
    done = select(Completion.activity_id).where(
        Completion.person_id == enrolment.person_id, Completion.activity_id.in_(ids)
    )
    exempted = select(ExemptedStep.activity_id).where(
        ExemptedStep.enrolment_id == enrolment.id,
        ExemptedStep.activity_id.in_(ids),
        ExemptedStep.in_force,
    )
    settled = {*session.scalars(done), *session.scalars(exempted)}
    return [step for step in ids if step not in settled]


def _add_steps(session: Session, made: Exemption, wanted: Sequence[int]) -> None:
    for step in wanted:
        session.add(
            ExemptedStep(exemption_id=made.id, activity_id=step, enrolment_id=made.enrolment_id)
        )
    session.flush()


def _tell(session: Session, action: str, exemption: Exemption, how: Exempting) -> None:
    record(
        session,
        action,
        now=how.now,
        actor_id=how.by,
        subject=("exemption", exemption.public_id),
        about=exemption.person_id,
        organisation_id=exemption.organisation_id,
    )
