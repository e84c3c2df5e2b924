"""Handing work in: a row of its own each time, its words and files sealed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.assessment.models import Work, WorkFile, WorkState, WorkText, WorkTextKind
from lms.assessment.operations.letters import tell_staff
from lms.assessment.queries.work import OF_STEP
from lms.assessment.rules.files import TakenFile, refuse_too_many
from lms.assessment.rules.work import WORK_FORM, file_place, name_place, text_place
from lms.catalogue.rules.outline import ActivityOutline
from lms.drafts.operations import forget_draft
from lms.drafts.operations.drafts import too_long
from lms.drafts.rules import LONGEST
from lms.journal.operations import record
from lms.kernel.database import insert_new
from lms.kernel.keys import Keys
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.learning.queries import EnrolmentRow
from lms.learning.queries.cohorts import staff_of
from lms.storage.operations import Store, keep
from lms.vault.operations import seal
from lms.vault.operations.files import seal_file

_ALREADY = _("You handed this work in already: it waits for an answer.")
_EARLIER = select(Work.number, Work.state).where(*OF_STEP)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn:
    """What the person wrote and chose."""

    words: str
    files: tuple[TakenFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """Whose work it is, of which step, when; `new_id` gives a public id at each call."""

    person_id: int
    enrolment: EnrolmentRow
    activity: ActivityOutline
    today: date
    now: datetime
    new_id: Callable[[], str]


def hand_in(session: Session, keys: Keys, store: Store, order: HandIn, by: Hands) -> str:
    """Hand the work in and tell whoever accompanies the person; its public id."""
    _refuse_empty(order)
    refuse_too_many(len(order.files))
    if len(order.words) > LONGEST:
        raise RuleBroken("words", too_long(len(order.words)))
    staff = staff_of(session, by.enrolment.id)
    if not staff:
        raise RuleBroken("", _("Nobody accompanies this training yet: keep your draft for later."))
    work = _new_row(session, by)
    if order.words.strip():
        _keep_words(session, keys, work, order.words, by)
    for position, file in enumerate(order.files, 1):
        _keep_file(session, keys, store, work, position, file, by)
    forget_draft(session, by.person_id, WORK_FORM, str(by.activity.id))
    tell_staff(session, work, staff, now=by.now)
    return work.public_id


def withdraw_work(session: Session, public_id: str, *, person_id: int, now: datetime) -> None:
    """Take a work back before anybody opened it; once it was opened it stays."""
    gone = session.scalar(
        update(Work)
        .where(
            Work.public_id == public_id,
            Work.person_id == person_id,
            Work.state == WorkState.WAITING,
            Work.opened_at.is_(None),
        )
        .values(state=WorkState.WITHDRAWN)
        .returning(Work.organisation_id)
    )
    if gone is None:
        raise RuleBroken("", _("This work was opened meanwhile: it can no longer be taken back."))
    record(
        session,
        "assessment.withdraw_work",
        now=now,
        actor_id=person_id,
        subject=("work", public_id),
        about=person_id,
        organisation_id=gone,
    )


def _refuse_empty(order: HandIn) -> None:
    if not order.words.strip() and not order.files:
        raise RuleBroken("words", _("Write something, or choose a file."))


def _new_row(session: Session, by: Hands) -> Work:
    asked = {"person": by.person_id, "activity": by.activity.id, "enrolment": by.enrolment.id}
    earlier = session.execute(_EARLIER, asked).all()
    if any(row.state is WorkState.ACCEPTED for row in earlier):
        raise RuleBroken("", _("This work was accepted: nothing more is needed."))
    if any(row.state is WorkState.WAITING for row in earlier):
        raise RuleBroken("", _ALREADY)
    public_id = by.new_id()
    first = insert_new(
        session,
        Work,
        public_id=public_id,
        person_id=by.person_id,
        enrolment_id=by.enrolment.id,
        organisation_id=by.enrolment.organisation_id,
        activity_id=by.activity.id,
        number=max((row.number for row in earlier), default=0) + 1,
        state=WorkState.WAITING,
        handed_in_at=by.now,
        handed_in_on=by.today,
    )
    if not first:
        raise RuleBroken("", _ALREADY)
    return session.scalars(select(Work).where(Work.public_id == public_id)).one()


def _keep_words(session: Session, keys: Keys, work: Work, words: str, by: Hands) -> None:
    public_id = by.new_id()
    place = text_place(public_id, work.person_id, work.organisation_id)
    session.add(
        WorkText(
            public_id=public_id,
            work_id=work.id,
            kind=WorkTextKind.WORDS,
            author_id=work.person_id,
            sealed=seal(session, keys, place, words, now=by.now),
        )
    )


def _keep_file(
    session: Session,
    keys: Keys,
    store: Store,
    work: Work,
    position: int,
    file: TakenFile,
    by: Hands,
) -> None:
    public_id, where = by.new_id(), (work.person_id, work.organisation_id)
    # The name first: it makes the person's key when there is none yet.
    name = seal(session, keys, name_place(public_id, *where), file.name, now=by.now)
    sealed = seal_file(session, keys, file_place(public_id, *where), file.content)
    session.add(
        WorkFile(
            public_id=public_id,
            work_id=work.id,
            position=position,
            kind=file.kind,
            size=len(file.content),
            kept_as=keep(store, sealed.content),
            file_key=sealed.key,
            sealed=name,
        )
    )
