"""What a trainee's first page needs, in two statements whatever was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Date,
    Integer,
    Row,
    String,
    and_,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, MembershipState, Person
from lms.catalogue.rules.outline import VersionOutline
from lms.certification.models import Certificate, CertificateState
from lms.kernel.base import Id, Instant
from lms.learning.models import (
    Attempt,
    Completion,
    Enrolment,
    EnrolmentState,
    ExemptedStep,
    Exemption,
    Pause,
)
from lms.learning.queries.attempts import BEST_FIRST, COUNTED, result_of
from lms.learning.rules import BestCheck, Exempted, Progress
from lms.learning.rules.pace import Absence
from lms.organisations.models import Organisation
from lms.supervision.models import Participation, Standing
from lms.supervision.queries import counting
from lms.supervision.queries.pages import Asked
from lms.supervision.rules import ANSWER_WITHIN

COMPLETION, CHECK, PART, EXEMPTION = "completion", "check", "part", "exemption"
PERSON = bindparam("person", type_=Id)
SIGNED_BY = bindparam("signed_by", type_=Instant)


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """A training under way, and the public id of its valid certificate."""

    public_id: str
    organisation_id: int
    organisation_name: str
    version_id: int
    certificate: str | None
    time_zone: str
    pause: Absence | None
    """The pause that holds, or the last one if it ran out by itself."""

    def paused_on(self, day: date) -> bool:
        """Whether the training waits that day."""
        return self.pause is not None and self.pause.holds_on(day)


@dataclass(frozen=True, slots=True)
class Part:
    """One's own part in a supervision session."""

    public_id: str
    organisation_id: int
    minutes: int
    standing: Standing
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Deeds:
    """Everything that a person did which requirements count, whatever the training."""

    done: Mapping[int, date]
    best: Mapping[int, BestCheck]
    parts: tuple[Part, ...]
    exempted: Mapping[tuple[int, int], Exempted]
    """By organisation and step."""

    def progress(self, version: VersionOutline, organisation_id: int) -> Progress:
        """How far the person is in one version, in training in one organisation."""
        checks = {m.check.id: m.slug for m in version.modules if m.check is not None}
        return Progress(
            {step.id: self.done[step.id] for step in version.activities if step.id in self.done},
            {slug: self.best[check] for check, slug in checks.items() if check in self.best},
            {
                step.id: self.exempted[organisation_id, step.id]
                for step in version.activities
                if (organisation_id, step.id) in self.exempted and step.id not in self.done
            },
        )

    def parts_in(self, organisation_id: int) -> tuple[Part, ...]:
        """Sessions under the agreements of one organisation."""
        return tuple(part for part in self.parts if part.organisation_id == organisation_id)


def trainings_of(session: Session, person_id: int) -> tuple[TrainingRow, ...]:
    """The person's trainings under way, the newest first; one statement."""
    rows = session.execute(_TRAININGS, {"person": person_id})
    return tuple(
        TrainingRow(*row[:6], Absence(row.begins_on, row.returns_on) if row.begins_on else None)
        for row in rows
    )


def deeds_of(session: Session, person_id: int, *, now: datetime) -> Deeds:
    """Completed steps, the best attempt at each check and parts in sessions; one statement."""
    rows = session.execute(_DEEDS, {"person": person_id, "signed_by": now - ANSWER_WITHIN})
    kinds: dict[str, list[Row[Any]]] = {COMPLETION: [], CHECK: [], PART: [], EXEMPTION: []}
    for row in rows:
        kinds[row.kind].append(row)
    return Deeds(
        {row.about: row.day for row in kinds[COMPLETION]},
        {row.about: _best(row) for row in kinds[CHECK]},
        tuple(
            Part(row.public_id, row.about, row.amount, Standing(row.standing), row.at)
            for row in kinds[PART]
        ),
        {
            (row.amount, row.about): Exempted(row.day, row.standing, row.public_id)
            for row in kinds[EXEMPTION]
        },
    )


def _best(row: Row[Any]) -> BestCheck:
    top, bottom = (row.standing or "0/1").split("/")
    right = result_of(row.amount, int(top), int(bottom))
    return BestCheck(right, row.total, row.public_id, row.day or row.at.date())


def _steps() -> Asked:
    return select(
        literal(COMPLETION).label("kind"),
        Completion.activity_id.label("about"),
        Completion.completed_on.label("day"),
        Completion.minutes.label("amount"),
        cast(null(), Integer).label("total"),
        cast(null(), String).label("public_id"),
        cast(null(), String).label("standing"),
        cast(null(), Instant).label("at"),
    ).where(Completion.person_id == PERSON)


def _checks() -> Asked:
    place = func.row_number().over(
        partition_by=Attempt.activity_id,
        order_by=BEST_FIRST,
    )
    ranked = (
        select(Attempt, place.label("place"))
        .where(Attempt.person_id == PERSON, *COUNTED)
        .subquery()
    )
    return select(
        literal(CHECK),
        ranked.c.activity_id,
        ranked.c.submitted_on,
        ranked.c.right_answers,
        ranked.c.questions,
        ranked.c.public_id,
        # What comes on top of the whole answers, as a fraction.
        cast(ranked.c.part_top, String) + "/" + cast(ranked.c.part_bottom, String),
        ranked.c.submitted_at,
    ).where(ranked.c.place == 1)


def _parts() -> Asked:
    return select(
        literal(PART),
        Participation.organisation_id,
        cast(null(), Date),
        Participation.minutes,
        cast(null(), Integer),
        Participation.public_id,
        cast(Participation.standing, String),
        Participation.signed_at,
    ).where(Participation.trainee_id == PERSON, counting(SIGNED_BY))


def _exemptions() -> Asked:
    """Steps in force, with the organisation where and the name of whoever exempted from them."""
    return (
        select(
            literal(EXEMPTION),
            ExemptedStep.activity_id,
            Exemption.given_on,
            Exemption.organisation_id,
            cast(null(), Integer),
            Exemption.public_id,
            Person.screen_name,
            cast(null(), Instant),
        )
        .join(Exemption, Exemption.id == ExemptedStep.exemption_id)
        .join(Person, Person.id == Exemption.given_by)
        .where(Exemption.person_id == PERSON, ExemptedStep.in_force)
    )


# Put together once: that takes longer than to ask them.
_TRAININGS = (
    select(
        Enrolment.public_id,
        Enrolment.organisation_id,
        Organisation.name,
        Enrolment.version_id,
        Certificate.public_id,
        Organisation.time_zone,
        Pause.begins_on,
        Pause.returns_on,
    )
    .join(Organisation, Organisation.id == Enrolment.organisation_id)
    .join(Membership, Membership.id == Enrolment.membership_id)
    .outerjoin(Pause, and_(Pause.enrolment_id == Enrolment.id, Pause.is_open))
    .outerjoin(
        Certificate,
        and_(
            Certificate.enrolment_id == Enrolment.id,
            Certificate.state == CertificateState.VALID,
        ),
    )
    .where(
        Enrolment.person_id == PERSON,
        Enrolment.state == EnrolmentState.ACTIVE,
        Membership.state == MembershipState.ACTIVE,
    )
    .order_by(Enrolment.enrolled_on.desc(), Enrolment.id.desc())
)
_DEEDS = union_all(_steps(), _checks(), _parts(), _exemptions())
