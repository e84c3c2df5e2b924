"""Moving a training to a newer version: what was done counts there too, nothing of it changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import Select, Table, func, insert, literal, select, update
from sqlalchemy.orm import Session

from lms.catalogue.models import ActivityKind
from lms.catalogue.queries import bodies_in
from lms.drafts.operations import SaveDraft, save_draft
from lms.drafts.queries import drafts_of
from lms.journal.operations import record
from lms.kernel.database import insert_new
from lms.kernel.keys import Keys
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.learning.models import (
    Answer,
    Attempt,
    CarriedStep,
    Completion,
    Enrolment,
    EnrolmentMove,
    EnrolmentState,
)
from lms.learning.operations.carried_words import Copying, carry_words
from lms.learning.operations.exemptions import carry_exemptions
from lms.learning.operations.reviews import refuse_unreviewed
from lms.learning.queries.moves import (
    MovePlan,
    Outcome,
    PlannedStep,
    has_training_on,
    plan_of,
)

REFLECTION = "reflection"
OF_ITS_OWN = {"id", "public_id", "activity_id", "number"}
"""What an attempt that is taken over does not share with the one it comes from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """Who moves a training and when; `token` makes public ids."""

    by: int
    today: date
    now: datetime
    token: Callable[[], str]


def held_enrolment(session: Session, enrolment_id: int) -> Enrolment:
    """The enrolment as it is now, nobody else changing it until the end."""
    found = session.scalars(
        select(Enrolment)
        .where(Enrolment.id == enrolment_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotThere
    return found


def move_enrolment(
    session: Session, keys: Keys, enrolment: Enrolment, version_id: int, moving: Moving
) -> MovePlan:
    """Go on with a newer version of the same programme; the caller holds the enrolment.

    Completions of the older version stay and count there; the newer one gets rows of its own.
    """
    plan = plan_of(
        session,
        enrolment.person_id,
        enrolment.version_id,
        version_id,
        organisation_id=enrolment.organisation_id,
    )
    _refuse(session, enrolment, plan)
    move = EnrolmentMove(
        enrolment_id=enrolment.id,
        from_version_id=plan.old.id,
        to_version_id=plan.new.id,
        own_choice=moving.by == enrolment.person_id,
        moved_on=moving.today,
        moved_at=moving.now,
    )
    session.add(move)
    session.flush()
    for step in plan.those(Outcome.KEPT, Outcome.CHANGED):
        _carry(session, keys, enrolment.person_id, step, move.id, moving)
    exempted = {
        step.before.id: step.step.id
        for step in plan.those(Outcome.EXEMPTED)
        if step.before is not None
    }
    carry_exemptions(session, enrolment.id, exempted, move_id=move.id)
    _carry_notes(session, keys, enrolment.person_id, plan, moving)
    session.execute(
        update(Enrolment)
        .where(Enrolment.id == enrolment.id)
        .values(version_id=plan.new.id, facts_changed_at=moving.now)
    )
    _tell(session, enrolment, plan, moving)
    return plan


def _refuse(session: Session, enrolment: Enrolment, plan: MovePlan) -> None:
    if enrolment.state is not EnrolmentState.ACTIVE:
        raise RuleBroken("version", _("This training has ended."))
    if plan.new.slug != plan.old.slug or plan.new.number <= plan.old.number:
        raise RuleBroken("version", _("This training is already on this version, or a newer one."))
    if has_training_on(session, enrolment, plan.new.id):
        raise RuleBroken("version", _("A training on this version is already there."))
    refuse_unreviewed(session, organisation_id=enrolment.organisation_id, version_id=plan.new.id)


def _carry(
    session: Session, keys: Keys, person_id: int, step: PlannedStep, move: int, moving: Moving
) -> None:
    """A completion of its own for the newer step, with the day of the older one."""
    if step.before is None:
        return
    done = select(Completion.completed_at, Completion.completed_on).where(
        Completion.person_id == person_id, Completion.activity_id == step.before.id
    )
    at, on = session.execute(done).one()
    insert_new(
        session,
        Completion,
        person_id=person_id,
        activity_id=step.step.id,
        minutes=step.step.minutes,
        completed_at=at,
        completed_on=on,
    )
    insert_new(
        session,
        CarriedStep,
        person_id=person_id,
        activity_id=step.step.id,
        move_id=move,
        from_activity_id=step.before.id,
        text_changed=step.outcome is Outcome.CHANGED,
    )
    if step.best is not None:
        held = step.best.attempt_public_id
        made = _carry_attempt(session, person_id, held, step.step.id, moving)
        copy = Copying(keys=keys, person_id=person_id, token=moving.token, now=moving.now)
        carry_words(session, held, made, copy)


def _carry_attempt(
    session: Session, person_id: int, public_id: str, activity_id: int, moving: Moving
) -> str:
    """The same attempt once more, at the newer check, its answers with it; its public id."""
    attempts, answers = cast(Table, Attempt.__table__), cast(Table, Answer.__table__)
    shared = [column for column in attempts.columns if column.name not in OF_ITS_OWN]
    number = (
        select(func.coalesce(func.max(attempts.c.number), 0) + 1)
        .where(attempts.c.person_id == person_id, attempts.c.activity_id == activity_id)
        .scalar_subquery()
    )
    made = moving.token()
    own = (literal(made), literal(activity_id), number)
    names = ["public_id", "activity_id", "number", *(column.name for column in shared)]
    copied: Select[Any] = select(*own, *shared).where(attempts.c.public_id == public_id)
    session.execute(insert(attempts).from_select(names, copied))
    new_id = select(attempts.c.id).where(attempts.c.public_id == made).scalar_subquery()
    said = [column for column in answers.columns if column.name != "attempt_id"]
    given: Select[Any] = (
        select(new_id, *said)
        .join(attempts, attempts.c.id == answers.c.attempt_id)
        .where(attempts.c.public_id == public_id)
    )
    session.execute(
        insert(answers).from_select(["attempt_id", *(column.name for column in said)], given)
    )
    return made


def _carry_notes(
    session: Session, keys: Keys, person_id: int, plan: MovePlan, moving: Moving
) -> None:
    """What the person wrote to reflections stands under the newer steps as well, sealed again."""
    carry_drafts(session, keys, REFLECTION, dict(_notes(session, plan)), person_id, moving)


def carry_drafts(
    session: Session,
    keys: Keys,
    form: str,
    subjects: Mapping[str, str],
    person_id: int,
    moving: Moving,
    lasting: timedelta | None = None,
) -> None:
    """What is written about the older subjects stands under the newer ones as well.

    `lasting` says for how long such drafts are kept, where they are not kept for good.
    """
    drafts = drafts_of(session, keys, person_id, form, list(subjects))
    there = drafts_of(session, keys, person_id, form, list(subjects.values()))
    for subject, draft in drafts.items():
        if subjects[subject] in there:
            continue
        order = SaveDraft(
            form=form,
            subject=subjects[subject],
            text=draft.text,
            version=0,
            expires_at=draft.updated_at + lasting if lasting else None,
        )
        public_id = moving.token()
        save_draft(
            session, keys, order, person_id=person_id, now=draft.updated_at, public_id=public_id
        )


def _notes(session: Session, plan: MovePlan) -> Iterator[tuple[str, str]]:
    """The place of each note in the older version, with its place in the newer one."""
    for each in plan.steps:
        if each.before is not None and each.step.kind is ActivityKind.REFLECTION:
            body = bodies_in(session, each.module.id, "fr")[each.step.id]
            for number, _prompt in enumerate(body["prompts"], 1):
                yield f"{each.before.id}.{number}", f"{each.step.id}.{number}"


def _tell(session: Session, enrolment: Enrolment, plan: MovePlan, moving: Moving) -> None:
    record(
        session,
        "learning.move_enrolment",
        now=moving.now,
        actor_id=moving.by,
        subject=("enrolment", enrolment.public_id),
        about=enrolment.person_id,
        organisation_id=enrolment.organisation_id,
        before=plan.old.number,
        number=plan.new.number,
    )
