"""What the crowd has learnt: enrolments, steps, checks, certificates, and lines of the journal."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, select

from bench.crowd.lines import FIRST, Crowd, days, n, named, numbers
from bench.crowd.people import CARED_FOR, ISSUED, MET, MINUTES, ended, longago, people, since
from lms.catalogue.models import Activity, ActivityKind, Module
from lms.certification.models import Certificate, CertificateState, EnrolmentStatus, FileState
from lms.journal.models import JournalEntry
from lms.kernel.actor import Role
from lms.learning.models import Attempt, Completion, Enrolment, EnrolmentState

DEEDS = 2
"""Lines of the journal about each person."""

issued = n % 100 < ISSUED
met = n % 100 < ISSUED + MET
recently = select(days.c.at).where(days.c.k == n % 60).scalar_subquery()


def train(crowd: Crowd) -> None:
    """Enrolments with their counters, steps, checks and certificates."""
    version = main_version(crowd.connection)
    steps = _steps(crowd, version)
    _enrol(crowd, version)
    _count(crowd, steps)
    _complete(crowd, steps, version)
    _attempt(crowd)
    _certify(crowd)
    _note(crowd)


def main_version(connection: Connection) -> int:
    """The newest version of the programme with the most modules."""
    counted = (
        select(Module.version_id)
        .group_by(Module.version_id)
        .order_by(func.count().desc(), Module.version_id.desc())
    )
    return connection.execute(counted.limit(1)).scalar_one()


def _steps(crowd: Crowd, version: int) -> int:
    counted = select(func.count()).select_from(Activity).join(Module)
    return crowd.connection.execute(counted.where(Module.version_id == version)).scalar_one()


def _done(steps: int) -> ColumnElement[int]:
    """How many steps a person has completed; one person in twenty has not begun."""
    return case((met, steps), (n % 20 == 19, 0), (ended, 5), else_=1 + n % (steps - 1))


def _enrol(crowd: Crowd, version: int) -> None:
    state = Enrolment.state.type
    crowd.put(
        Enrolment,
        people,
        id=FIRST + n,
        public_id=named("training-"),
        membership_id=FIRST + n,
        organisation_id=crowd.organisation_of(n),
        person_id=FIRST + n,
        version_id=version,
        state=case(
            (ended, literal(EnrolmentState.ENDED, state)),
            else_=literal(EnrolmentState.ACTIVE, state),
        ),
        enrolled_on=since,
        ended_on=case((ended, since)),
        facts_changed_at=recently,
    )


def _count(crowd: Crowd, steps: int) -> None:
    crowd.put(
        EnrolmentStatus,
        people,
        enrolment_id=FIRST + n,
        organisation_id=crowd.organisation_of(n),
        met=met,
        steps_done=_done(steps),
        steps=steps,
        training_minutes=_done(steps) * 20,
        supervision_minutes=case((n % CARED_FOR == 0, MINUTES), else_=0),
        unanswered_minutes=0,
        settled_at=recently,
    )


def _complete(crowd: Crowd, steps: int, version: int) -> None:
    rank = func.row_number().over(order_by=[Module.position, Activity.position])
    ranked = (
        select(Activity.id, rank.label("rank"))
        .join(Module, Module.id == Activity.module_id)
        .where(Module.version_id == version)
    ).subquery()
    crowd.put(
        Completion,
        select(n).select_from(numbers).join(ranked, ranked.c.rank <= _done(steps)),
        person_id=FIRST + n,
        activity_id=ranked.c.id,
        minutes=20,
        completed_at=longago,
        completed_on=since,
    )


def _attempt(crowd: Crowd) -> None:
    done = and_(Completion.person_id == FIRST + n, Completion.activity_id == Activity.id)
    asked = select(n).select_from(numbers).join(Activity, Activity.kind == ActivityKind.CHECK)
    crowd.put(
        Attempt,
        asked.join(Completion, done),
        id=FIRST + n * FIRST + Activity.id,
        public_id=named("attempt-") + named("-", Activity.id),
        person_id=FIRST + n,
        activity_id=Activity.id,
        number=1,
        questions=10,
        right_answers=9,
        started_at=longago,
        submitted_at=longago,
        submitted_on=since,
    )


def _certify(crowd: Crowd) -> None:
    crowd.put(
        Certificate,
        people.where(issued),
        id=FIRST + n,
        public_id=named("certificate-"),
        organisation_id=crowd.organisation_of(n),
        enrolment_id=FIRST + n,
        person_id=FIRST + n,
        number=named("CROWD-2026-"),
        code_hash=named("code-"),
        name_digest=named("name-"),
        snapshot=_snapshot(crowd),
        specimen=True,
        state=CertificateState.VALID,
        issued_at=recently,
        issued_by=FIRST + crowd.people,
        file_state=FileState.READY,
        file_sha256=named("file-"),
        file_kept_as=named("kept-"),
        file_key=b"-",
        next_attempt_at=recently,
    )


def _snapshot(crowd: Crowd) -> Any:
    """What is frozen in a certificate of the demo."""
    one = select(Certificate.snapshot).order_by(Certificate.id).limit(1)
    return crowd.connection.execute(one).scalar_one()


def _note(crowd: Crowd) -> None:
    """Sealed lines of the journal, as the worker leaves them."""
    crowd.put(
        JournalEntry,
        people.join(days, days.c.k <= DEEDS).where(days.c.k > 0),
        id=FIRST + n * DEEDS + days.c.k,
        at=days.c.at,
        actor_id=FIRST + n,
        role=Role.TRAINEE.value,
        action="learning.complete",
        subject_kind="enrolment",
        subject_id=named("training-"),
        organisation_id=crowd.organisation_of(n),
        about_person_id=FIRST + n,
        sequence=FIRST + n * DEEDS + days.c.k,
        link="0" * 64,
    )
