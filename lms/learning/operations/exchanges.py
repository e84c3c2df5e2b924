"""Writing to a tutor or as one: sealed words, a letter without them, and the record of contacts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.journal.operations import record
from lms.kernel.keys import Keys
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.learning.models import ContactKind, Side, TutorContact, TutorMessage
from lms.learning.queries.exchanges import tutors_of
from lms.learning.queries.pace import Pace
from lms.learning.rules.tutoring import message_place, refuse_words
from lms.learning.rules.working_days import answer_due, days_off
from lms.outbox.operations import Mail, post
from lms.vault.operations import seal

ANSWER_DAYS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """Who sends, under which ids, and when."""

    author_id: int
    public_id: str
    contact_id: str
    now: datetime


def ask_tutor(session: Session, keys: Keys, training: Pace, words: str, sending: Sending) -> date:
    """Send the person's words to their tutors; the day by which one of them answers."""
    refuse_words(words)
    tutors = tutors_of(session, training.enrolment_id)
    if not tutors:
        raise RuleBroken("text", _("You have no tutor today. Your words are kept in this page."))
    today = training.today(sending.now)
    due_on = answer_due(
        today,
        training.answer_days or ANSWER_DAYS,
        days_off(training.territory, today.year),
    )
    first = not _waiting(session, training)
    _write(session, keys, training, words, sending, side=Side.TRAINEE, due_on=due_on)
    if first:
        _tell(
            session,
            [tutor.person_id for tutor in tutors],
            f"/tutoring/{training.public_id}",
            sending,
        )
    return due_on


def answer_person(
    session: Session, keys: Keys, training: Pace, words: str, sending: Sending
) -> None:
    """Send a tutor's words: they answer whatever waited. Nothing is mailed during a pause."""
    refuse_words(words)
    today = training.today(sending.now)
    waited = _settle(session, training, today)
    _write(session, keys, training, words, sending, side=Side.TUTOR, due_on=None)
    kind = ContactKind.ANSWER if waited else ContactKind.MESSAGE
    _keep_contact(session, training, kind, sending, waited)
    if training.pause(today) is None:
        link = f"/tutor?programme={training.public_id}"
        _tell(session, [training.person_id], link, sending)


def note_contact(session: Session, training: Pace, kind: ContactKind, sending: Sending) -> None:
    """Remember that somebody was called or met, or that a message needed no answer."""
    today = training.today(sending.now)
    waited = None
    if kind is ContactKind.NOTHING_TO_ANSWER:
        waited = _settle(session, training, today)
        if waited is None:
            return
    _keep_contact(session, training, kind, sending, waited)
    _journal(session, "learning.note_contact", training, sending, kind=kind.value)


def mark_opened(session: Session, training: Pace, *, reader: Side, now: datetime) -> None:
    """What the other side wrote was seen."""
    session.execute(
        update(TutorMessage)
        .where(
            TutorMessage.enrolment_id == training.enrolment_id,
            TutorMessage.side != reader,
            TutorMessage.opened_at.is_(None),
        )
        .values(opened_at=now)
        .execution_options(synchronize_session=False)
    )


def _write(
    session: Session,
    keys: Keys,
    training: Pace,
    words: str,
    sending: Sending,
    *,
    side: Side,
    due_on: date | None,
) -> None:
    place = message_place(sending.public_id, training.person_id, training.organisation_id)
    session.add(
        TutorMessage(
            public_id=sending.public_id,
            enrolment_id=training.enrolment_id,
            organisation_id=training.organisation_id,
            author_id=sending.author_id,
            side=side,
            sealed=seal(session, keys, place, words, now=sending.now),
            sent_at=sending.now,
            sent_on=training.today(sending.now),
            due_on=due_on,
        )
    )
    _journal(session, "learning.send_message", training, sending, side=side.value)


def _waiting(session: Session, training: Pace) -> bool:
    asked = select(TutorMessage.id).where(*_unanswered(training)).limit(1)
    return session.scalar(asked) is not None


def _settle(session: Session, training: Pace, today: date) -> tuple[date, date | None] | None:
    """Nothing of the person's waits any more; when the oldest was sent and due, if any did."""
    answered = (
        update(TutorMessage)
        .where(*_unanswered(training))
        .values(answered_on=today)
        .returning(TutorMessage.sent_on, TutorMessage.due_on)
        .execution_options(synchronize_session=False)
    )
    rows = session.execute(answered).all()
    return min(((row.sent_on, row.due_on) for row in rows), default=None)


def _unanswered(training: Pace) -> tuple[ColumnElement[bool], ...]:
    return (
        TutorMessage.enrolment_id == training.enrolment_id,
        TutorMessage.side == Side.TRAINEE,
        TutorMessage.answered_on.is_(None),
    )


def _keep_contact(
    session: Session,
    training: Pace,
    kind: ContactKind,
    sending: Sending,
    waited: tuple[date, date | None] | None,
) -> None:
    asked_on, due_on = waited or (None, None)
    session.add(
        TutorContact(
            public_id=sending.contact_id,
            enrolment_id=training.enrolment_id,
            tutor_id=sending.author_id,
            kind=kind,
            made_on=training.today(sending.now),
            asked_on=asked_on,
            due_on=due_on,
        )
    )


def _tell(session: Session, person_ids: list[int], link: str, sending: Sending) -> None:
    """A letter that says that there is a message, and nothing else."""
    people = session.execute(
        select(Person.id, Person.email, Person.locale).where(Person.id.in_(person_ids))
    )
    for number, person in enumerate(people.all()):
        mail = Mail(
            to_address=person.email,
            locale=person.locale,
            subject=_("You have a message"),
            lines=(
                _("A message is waiting for you."),
                _("Sign in to read it. This message contains nothing else."),
            ),
            link=link,
        )
        post(session, mail, now=sending.now, message_id=f"{sending.public_id}.{number}")


def _journal(session: Session, action: str, training: Pace, sending: Sending, **codes: str) -> None:
    record(
        session,
        action,
        now=sending.now,
        actor_id=sending.author_id,
        subject=("enrolment", training.public_id),
        about=training.person_id,
        organisation_id=training.organisation_id,
        **codes,
    )
