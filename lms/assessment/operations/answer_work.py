"""Reading somebody's work, which is an act, and answering it once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.assessment.models import (
    EvidenceSource,
    Level,
    Observation,
    Work,
    WorkState,
    WorkText,
    WorkTextKind,
)
from lms.assessment.operations.competencies import AddEvidence, add_evidence
from lms.assessment.operations.letters import tell_person
from lms.assessment.rules.work import FEEDBACK_FORM, text_place
from lms.drafts.operations import forget_draft
from lms.drafts.operations.drafts import too_long
from lms.drafts.rules import LONGEST
from lms.journal.operations import record
from lms.kernel.keys import Keys
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.learning.models import Enrolment
from lms.vault.operations import seal

ANSWERS = (WorkState.RETURNED, WorkState.ACCEPTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerWork:
    """The feedback, what was observed of each domain, and whether another go is wished for."""

    feedback: str
    state: WorkState
    levels: Mapping[str, Level]
    domains: tuple[str, ...] = ()
    """The domains of the step: an accepted work is evidence of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """Who answers, when, and where the person reads it."""

    by: int
    today: date
    now: datetime
    public_id: str
    link: str


def remember_opening(session: Session, work_id: int, *, now: datetime) -> None:
    """From now on the work can no longer be taken back."""
    session.execute(
        update(Work)
        .where(Work.id == work_id, Work.state == WorkState.WAITING, Work.opened_at.is_(None))
        .values(opened_at=now)
    )


def answer_work(
    session: Session, keys: Keys, order: AnswerWork, work_id: int, how: Answering
) -> None:
    """Answer a work that waits, once; the caller has fetched it for whoever answers."""
    if order.state not in ANSWERS:
        raise RuleBroken("state", _("Choose an answer."))
    if order.state is WorkState.RETURNED and not order.feedback.strip():
        raise RuleBroken("feedback", _("Say what could be worked on in another go."))
    if len(order.feedback) > LONGEST:
        raise RuleBroken("feedback", too_long(len(order.feedback)))
    _close(session, work_id, order.state, how)
    work = session.scalars(select(Work).where(Work.id == work_id)).one()
    if order.feedback.strip():
        _keep_feedback(session, keys, work, order.feedback, how)
    for domain, level in sorted(order.levels.items()):
        session.add(Observation(work_id=work.id, domain=domain, level=level))
    if order.state is WorkState.ACCEPTED:
        _add_evidence(session, order, work, how)
    forget_draft(session, how.by, FEEDBACK_FORM, work.public_id)
    record(
        session,
        "assessment.answer_work",
        now=how.now,
        actor_id=how.by,
        subject=("work", work.public_id),
        about=work.person_id,
        organisation_id=work.organisation_id,
    )
    tell_person(session, work, link=how.link, now=how.now)


def _close(session: Session, work_id: int, state: WorkState, how: Answering) -> None:
    answered = session.scalar(
        update(Work)
        .where(Work.id == work_id, Work.state == WorkState.WAITING)
        .values(state=state, answered_at=how.now, answered_on=how.today, answered_by=how.by)
        .returning(Work.id)
    )
    if answered is None:
        raise RuleBroken("", _("This work was answered already, or taken back."))


def _add_evidence(session: Session, order: AnswerWork, work: Work, how: Answering) -> None:
    enrolment = session.get_one(Enrolment, work.enrolment_id)
    for domain in order.domains:
        seen = AddEvidence(
            domain=domain,
            source=EvidenceSource.WORK,
            subject=work.public_id,
            seen_on=how.today,
            seen_by=how.by,
            level=order.levels.get(domain),
        )
        add_evidence(session, seen, enrolment)


def _keep_feedback(session: Session, keys: Keys, work: Work, words: str, how: Answering) -> None:
    place = text_place(how.public_id, work.person_id, work.organisation_id)
    session.add(
        WorkText(
            public_id=how.public_id,
            work_id=work.id,
            kind=WorkTextKind.FEEDBACK,
            author_id=how.by,
            sealed=seal(session, keys, place, words, now=how.now),
        )
    )
