"""Forgetting a person's answers, and ending what they were enrolled in; the facts stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Delete,
    Select,
    delete,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, Person, PersonState
from lms.accounts.operations.erasing import invitations_of
from lms.accounts.operations.invitations import forget_invitations
from lms.journal.operations import record
from lms.learning.models import (
    Answer,
    AnswerReading,
    Attempt,
    CarriedStep,
    Completion,
    DeadlineMove,
    Enrolment,
    EnrolmentState,
    ExemptedStep,
    Exemption,
    ExemptionWithdrawal,
    JoiningLetter,
    JoinRequest,
    OpenAnswer,
    PassageAnswer,
    PassageComment,
    Pause,
    ReadingPlace,
    TrainingOffer,
    TutorContact,
    TutorMessage,
    TypedAnswer,
)
from lms.learning.operations.enrolments import end_enrolment

FORGOTTEN_AT_ONCE = 500


def forget_training(
    session: Session, person_id: int, email_key: str, *, today: date, now: datetime
) -> None:
    """Delete answers, exchanges with tutors, pauses and invitations, and end enrolments.

    Days and minutes of steps, and the results of checks, stay as evidence of training, without a
    name; see the rule `training_evidence`.
    """
    mine = select(Attempt.id).where(Attempt.person_id == person_id)
    for statement in _answers_in(mine):
        session.execute(statement)
    asked = invitations_of(session, person_id, email_key)
    session.execute(delete(TrainingOffer).where(TrainingOffer.invitation_id.in_(asked)))
    forget_invitations(session, asked)
    session.execute(delete(JoiningLetter).where(JoiningLetter.email_key == email_key))
    session.execute(delete(JoinRequest).where(JoinRequest.person_id == person_id))
    forget_comments(session, person_id)
    forget_exchanges(session, select(Enrolment.id).where(Enrolment.person_id == person_id))
    living = (Enrolment.person_id == person_id, Enrolment.state == EnrolmentState.ACTIVE)
    for enrolment in session.scalars(select(Enrolment).where(*living)).all():
        end_enrolment(session, enrolment, by=person_id, on=today, now=now)


def forget_comments(session: Session, person_id: int) -> None:
    """Delete comments on passages and the places of reading; answers stay with the version."""
    mine = select(PassageComment.id).where(PassageComment.person_id == person_id)
    answers = PassageAnswer.comment_id.in_(mine)
    session.execute(update(PassageAnswer).where(answers).values(comment_id=None))
    for table in (PassageComment, ReadingPlace):
        session.execute(delete(table).where(table.person_id == person_id))


def forget_old_reading(session: Session, *, comments: datetime, places: datetime) -> int:
    """Delete comments written, and places of reading kept, before these instants; how many."""
    old = (
        select(PassageComment.id)
        .where(PassageComment.written_at < comments)
        .limit(FORGOTTEN_AT_ONCE)
    )
    ids = session.scalars(old).all()
    answers = PassageAnswer.comment_id.in_(ids)
    session.execute(update(PassageAnswer).where(answers).values(comment_id=None))
    gone = (
        session.execute(delete(PassageComment).where(PassageComment.id.in_(ids))),
        session.execute(delete(ReadingPlace).where(ReadingPlace.kept_at < places)),
    )
    return sum(one.rowcount for one in gone if isinstance(one, CursorResult))


def forget_exchanges(session: Session, trainings: Select[int]) -> int:
    """Delete what was written to and by tutors in these trainings, pauses and moved deadlines."""
    gone = [
        session.execute(delete(table).where(table.enrolment_id.in_(trainings)))
        for table in (TutorMessage, Pause, DeadlineMove)
    ]
    return sum(one.rowcount for one in gone if isinstance(one, CursorResult))


def forget_old_exchanges(session: Session, *, before: date, now: datetime) -> int:
    """The same for trainings that ended before that day; how many rows."""
    ended = (
        select(Enrolment.id)
        .where(Enrolment.state == EnrolmentState.ENDED, Enrolment.ended_on < before)
        .where(or_(*(_has(table) for table in (TutorMessage, Pause, DeadlineMove))))
        .limit(FORGOTTEN_AT_ONCE)
    )
    found = session.execute(
        select(Enrolment.id, Enrolment.public_id, Enrolment.person_id).where(
            Enrolment.id.in_(ended)
        )
    ).all()
    for row in found:
        record(
            session,
            "learning.purge_exchanges",
            now=now,
            actor_id=None,
            subject=("enrolment", row.public_id),
            about=row.person_id,
        )
    ids = select(Enrolment.id).where(Enrolment.id.in_([row.id for row in found]))
    return forget_exchanges(session, ids)


def forget_old_contacts(session: Session, *, before: date) -> int:
    """Delete that tutors answered in trainings that ended before that day; how many rows."""
    ended = select(Enrolment.id).where(
        Enrolment.state == EnrolmentState.ENDED, Enrolment.ended_on < before
    )
    gone = session.execute(delete(TutorContact).where(TutorContact.enrolment_id.in_(ended)))
    return gone.rowcount if isinstance(gone, CursorResult) else 0


def _has(table: type[TutorMessage | Pause | DeadlineMove]) -> ColumnElement[bool]:
    return select(table.id).where(table.enrolment_id == Enrolment.id).exists()


def forget_answers(session: Session, attempt_ids: Sequence[int]) -> int:
    """Delete what was answered in these attempts; their results stay. How many answers."""
    counts = [session.execute(statement) for statement in _answers_in(attempt_ids)]
    return sum(one.rowcount for one in counts if isinstance(one, CursorResult))


def _answers_in(attempts: Select[int] | Sequence[int]) -> tuple[Delete, ...]:
    """What deletes the answers of these attempts: replies, own words, then the rest."""
    texts = select(OpenAnswer.id).where(OpenAnswer.attempt_id.in_(attempts))
    return (
        delete(AnswerReading).where(AnswerReading.open_answer_id.in_(texts)),
        delete(OpenAnswer).where(OpenAnswer.attempt_id.in_(attempts)),
        delete(TypedAnswer).where(TypedAnswer.attempt_id.in_(attempts)),
        delete(Answer).where(Answer.attempt_id.in_(attempts)),
    )


def _exemptions_of(people: Select[int]) -> tuple[Delete, ...]:
    """What deletes exemptions of these people; rooms above deleted their texts."""
    mine = select(Exemption.id).where(Exemption.person_id.in_(people))
    return (
        delete(ExemptionWithdrawal).where(ExemptionWithdrawal.exemption_id.in_(mine)),
        delete(ExemptedStep).where(ExemptedStep.exemption_id.in_(mine)),
        delete(Exemption).where(Exemption.person_id.in_(people)),
    )


def forget_evidence(session: Session, *, before: date) -> int:
    """Delete steps and attempts of people erased before that; how many rows.

    Their last role ended with the erasure, if not earlier.
    """
    later = select(Membership.id).where(
        Membership.person_id == Person.id, Membership.ended_on >= before
    )
    erased = select(Person.id).where(Person.state == PersonState.ERASED, ~later.exists())
    attempts = select(Attempt.id).where(Attempt.person_id.in_(erased))
    gone = [
        session.execute(statement)
        for statement in (
            *_answers_in(attempts),
            delete(Attempt).where(Attempt.person_id.in_(erased)),
            *_exemptions_of(erased),
            delete(CarriedStep).where(CarriedStep.person_id.in_(erased)),
            delete(Completion).where(Completion.person_id.in_(erased)),
            delete(TutorContact).where(
                TutorContact.enrolment_id.in_(
                    select(Enrolment.id).where(Enrolment.person_id.in_(erased))
                )
            ),
        )
    ]
    return sum(one.rowcount for one in gone if isinstance(one, CursorResult))
