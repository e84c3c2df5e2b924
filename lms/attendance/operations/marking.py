"""Writing lines of the signature sheet: each person for themselves, corrections as new lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.attendance.models import (
    AttendanceMark,
    GroupSession,
    HalfDay,
    LateReason,
    MarkKind,
    SessionState,
    SignedOn,
)
from lms.attendance.operations.planning import lock_session
from lms.attendance.queries.sheets import (
    clashing_mark,
    last_mark_of,
    signers_of,
)
from lms.attendance.rules.signing import Window, digest_of, window
from lms.journal.operations import record
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.learning.operations.enrolments import note_group_facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Somebody's line: for whom, on whose device, written by whom and when."""

    person_id: int
    leads: bool
    by: int
    signed_on: SignedOn
    now: datetime
    public_id: str


def sign(session: Session, half: HalfDay, line: Line, *, late_reason: LateReason | None) -> bool:
    """Sign that the person is there; false when they had signed already."""
    held = lock_session(session, half.group_session_id)
    # Whoever signs at two places at once waits here for themselves.
    session.execute(select(Person.id).where(Person.id == line.person_id).with_for_update())
    before = last_mark_of(session, half.id, line.person_id)
    if before is not None and before.kind is MarkKind.PRESENT:
        return False
    late = _late(held, half, line, late_reason)
    if clashing_mark(session, half, line.person_id):
        raise RuleBroken("", _("You have signed for another session at the same time."))
    _refuse_too_many(session, held, half, line)
    _append(session, held, half, line, before, MarkKind.PRESENT, late_reason if late else None)
    return True


def note_absence(session: Session, half: HalfDay, line: Line, *, told: bool) -> bool:
    """Whoever leads notes that somebody was away; never over a signature."""
    held = lock_session(session, half.group_session_id)
    before = last_mark_of(session, half.id, line.person_id)
    kind = MarkKind.ABSENT_TOLD if told else MarkKind.ABSENT
    if before is not None and before.kind is kind:
        return False
    if before is not None and before.kind is MarkKind.PRESENT:
        raise RuleBroken("person", _("This person has signed. Only they take it back."))
    if window(half.starts_at, half.ends_at, line.now) is Window.NOT_YET:
        raise RuleBroken("", _("This half-day has not begun yet."))
    _append(session, held, half, line, before, kind, None)
    return True


def take_back(session: Session, half: HalfDay, line: Line) -> bool:
    """The person's own signature was a mistake: a new line says so."""
    held = lock_session(session, half.group_session_id)
    before = last_mark_of(session, half.id, line.person_id)
    if before is None or before.kind is not MarkKind.PRESENT:
        return False
    _append(session, held, half, line, before, MarkKind.TAKEN_BACK, None)
    return True


def _refuse_too_many(session: Session, held: GroupSession, half: HalfDay, line: Line) -> None:
    if line.leads or held.capacity is None:
        return
    if signers_of(session, half.id) >= held.capacity:
        raise RuleBroken(
            "", _("As many people have signed as there are places. Tell whoever leads.")
        )


def _late(held: GroupSession, half: HalfDay, line: Line, late_reason: LateReason | None) -> bool:
    """Whether it is late; `RuleBroken` where nobody signs, or late without a reason."""
    if held.state is SessionState.CANCELLED:
        raise RuleBroken("", _("This session was cancelled."))
    now = window(half.starts_at, half.ends_at, line.now)
    if now is Window.NOT_YET:
        raise RuleBroken("", _("Signing opens 15 minutes before the half-day."))
    if now is Window.OVER:
        raise RuleBroken("", _("It is too late to sign. Ask whoever leads about a make-up."))
    if now is Window.LATE and late_reason is None:
        raise RuleBroken("late_reason", _("Say why you sign after the time."))
    return now is Window.LATE


def _append(
    session: Session,
    held: GroupSession,
    half: HalfDay,
    line: Line,
    before: AttendanceMark | None,
    kind: MarkKind,
    late_reason: LateReason | None,
) -> None:
    person = session.get_one(Person, line.person_id)
    facts = {
        "session": held.public_id,
        "half_day": half.public_id,
        "title": held.title,
        "starts_at": half.starts_at.isoformat(),
        "ends_at": half.ends_at.isoformat(),
        "person": person.public_id,
        "leads": line.leads,
        "kind": kind.value,
        "signed_on": line.signed_on.value,
        "marked_at": line.now.isoformat(),
    }
    digest = digest_of(facts)
    session.add(
        AttendanceMark(
            public_id=line.public_id,
            half_day_id=half.id,
            organisation_id=half.organisation_id,
            person_id=line.person_id,
            number=1 if before is None else before.number + 1,
            leads=line.leads,
            kind=kind,
            signed_on=line.signed_on,
            late=late_reason is not None,
            late_reason=late_reason,
            marked_by=line.by,
            facts=facts,
            digest=digest,
            marked_at=line.now,
        )
    )
    session.flush()
    note_group_facts(session, held.cohort_id, now=line.now)
    record(
        session,
        "attendance.mark",
        now=line.now,
        actor_id=line.by,
        subject=("half_day", half.public_id),
        about=line.person_id,
        organisation_id=half.organisation_id,
        kind=kind.value,
        digest=digest,
    )
