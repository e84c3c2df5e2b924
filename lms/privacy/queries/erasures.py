"""What an erasure would find: real figures of one person, and what stands against it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, Person, PersonState, SignIn
from lms.accounts.operations.erasing import MANAGING
from lms.assessment.models import Work, WorkText, WorkTextKind
from lms.attendance.models import AttendanceMark
from lms.catalogue.models import DraftFile, DraftReview
from lms.certification.models import Certificate, FileState
from lms.drafts.models import Draft
from lms.kernel.folding import fold_address
from lms.kernel.keys import token_hash
from lms.learning.models import (
    Answer,
    Attempt,
    Completion,
    Enrolment,
    Exemption,
    PassageAnswer,
    PassageComment,
    ReviewResponsibility,
    Side,
    TutorMessage,
)
from lms.organisations.models import Organisation
from lms.portfolio.models import PortfolioPiece
from lms.portfolio.rules import FORM as PORTFOLIO
from lms.privacy.models import Erasure, ErasureState
from lms.supervision.models import (
    Agreement,
    Participation,
    SessionText,
    SupervisionSession,
    TextKind,
)


def managed_alone(session: Session, person_id: int) -> tuple[str, ...]:
    """The names of organisations that nobody else with an open account manages."""
    mine = select(Membership.organisation_id).where(Membership.person_id == person_id, *MANAGING)
    helped = (
        select(Membership.organisation_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.person_id != person_id, Person.state == PersonState.ACTIVE, *MANAGING)
    )
    alone = select(Organisation.name).where(
        Organisation.id.in_(mine), Organisation.id.not_in(helped)
    )
    return tuple(session.scalars(alone.order_by(Organisation.name)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What there is of one person, as numbers and last days (None: nothing there)."""

    email: str
    sign_ins: int
    drafts: int
    answers: int
    documents: int
    works: int
    feedback: int
    portfolio: int
    exemptions: int
    """That the person was given."""
    exempted: int
    """That the person gave to others."""
    texts: int
    aide_memoires: int
    steps: int
    checks: int
    certificates: int
    sessions: int
    last_session_on: date | None
    led: int
    last_led_on: date | None
    shared: int
    agreements_end_on: date | None
    """The last end of the agreements that the person supervises under; far away for open ones."""
    responsibilities: int
    authored: int
    signed_half_days: int
    exchanges: int
    """Messages between the person and their tutors."""
    tutored: int
    """Messages that the person wrote as tutor."""
    comments: int
    """On passages of texts."""
    answered: int
    """Answers to readers that the person wrote as author."""


def holdings_of(session: Session, person_id: int) -> Holdings:
    """Everything at once; one statement."""
    part, held = Participation, SupervisionSession
    as_trainee = select(part.id).where(part.trainee_id == person_id)
    led = held.supervisor_id == person_id
    certificate = Certificate.person_id == person_id
    attempt = Attempt.person_id == person_id
    private = SessionText.kind == TextKind.PRIVATE
    shared = SessionText.kind == TextKind.SHARED
    written = SessionText.author_id == person_id
    columns: dict[str, Select[Any]] = {
        "sign_ins": _count(SignIn.id, SignIn.person_id == person_id),
        "drafts": _count(Draft.id, Draft.person_id == person_id, Draft.form != PORTFOLIO),
        "answers": _count(Answer.question, attempt).join(Attempt, Attempt.id == Answer.attempt_id),
        "documents": _count(Certificate.id, certificate, Certificate.file_state == FileState.READY),
        "works": _count(Work.id, Work.person_id == person_id),
        "feedback": _count(
            WorkText.id, WorkText.author_id == person_id, WorkText.kind == WorkTextKind.FEEDBACK
        ),
        "portfolio": _count(PortfolioPiece.id, PortfolioPiece.person_id == person_id),
        "exemptions": _count(Exemption.id, Exemption.person_id == person_id),
        "exempted": _count(Exemption.id, Exemption.given_by == person_id),
        "texts": _count(SessionText.id, SessionText.participation_id.in_(as_trainee)),
        "aide_memoires": _count(SessionText.id, written, private),
        "steps": _count(Completion.activity_id, Completion.person_id == person_id),
        "checks": _count(Attempt.id, attempt, Attempt.submitted_at.is_not(None)),
        "certificates": _count(Certificate.id, certificate),
        "sessions": _count(part.id, part.trainee_id == person_id),
        "last_session_on": _parts(func.max(held.held_on)).where(part.trainee_id == person_id),
        "led": _count(held.id, led),
        "last_led_on": select(func.max(held.held_on)).where(led),
        "shared": _count(SessionText.id, written, shared),
        "agreements_end_on": select(func.max(func.coalesce(Agreement.ends_on, date.max))).where(
            Agreement.supervisor_id == person_id
        ),
        "responsibilities": _count(
            ReviewResponsibility.version_id, ReviewResponsibility.person_id == person_id
        ),
        "authored": _authored(person_id),
        "signed_half_days": _count(AttendanceMark.id, AttendanceMark.person_id == person_id),
        "exchanges": _count(TutorMessage.id, Enrolment.person_id == person_id).join(
            Enrolment, Enrolment.id == TutorMessage.enrolment_id
        ),
        "comments": _count(PassageComment.id, PassageComment.person_id == person_id),
        "answered": _count(PassageAnswer.id, PassageAnswer.author_id == person_id),
        "tutored": _count(
            TutorMessage.id, TutorMessage.author_id == person_id, TutorMessage.side == Side.TUTOR
        ),
    }
    row = session.execute(
        select(
            Person.email,
            *(query.scalar_subquery().label(name) for name, query in columns.items()),
        ).where(Person.id == person_id)
    ).one()
    return Holdings(**row._mapping)


def _authored(person_id: int) -> Select[Any]:
    files = _count(DraftFile.path, DraftFile.changed_by == person_id).scalar_subquery()
    reviews = _count(DraftReview.id, DraftReview.reviewer_id == person_id).scalar_subquery()
    return select(files + reviews)


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish to be erased that can still be taken back."""

    asked_at: datetime
    due_at: datetime


def wish_behind(session: Session, token: str, *, now: datetime) -> Wish | None:
    """What a mailed link keeps from happening; None once it is too late."""
    row = session.execute(
        select(Erasure.asked_at, Erasure.due_at).where(
            Erasure.token_hash == token_hash(token),
            Erasure.state == ErasureState.WAITING,
            Erasure.due_at > now,
        )
    ).one_or_none()
    return Wish(*row) if row else None


def waiting_at(session: Session, address: str, *, now: datetime) -> int | None:
    """Whose closed account has this address and can still be kept; for the command line."""
    return session.scalar(
        select(Person.id)
        .join(Erasure, Erasure.person_id == Person.id)
        .where(
            Person.email_key == fold_address(address),
            Erasure.state == ErasureState.WAITING,
            Erasure.due_at > now,
        )
    )


def _count(column: Any, *where: ColumnElement[bool]) -> Select[Any]:
    return select(func.count(column)).where(*where)


def _parts(column: Any) -> Select[Any]:
    return select(column).join(Participation, Participation.session_id == SupervisionSession.id)
