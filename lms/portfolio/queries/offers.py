"""What somebody can put into their portfolio: facts and texts of their own training.

A fixed number of statements, whatever there is; no text is opened here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from lms.assessment.models import (
    CompetencyLevel,
    Evidence,
    Work,
    WorkFile,
    WorkState,
    WorkText,
    WorkTextKind,
)
from lms.catalogue.models import Activity, ActivityKind, Module, ProgrammeVersion
from lms.catalogue.queries.frameworks import domains_of
from lms.certification.models import CertificateState
from lms.certification.queries.certificates import certificates_of
from lms.drafts.models import Draft
from lms.kernel.base import Id
from lms.kernel.text import Text, _
from lms.learning.models import Completion, Enrolment
from lms.portfolio.models import PieceKind
from lms.portfolio.rules import LEDGERS

REFLECTION = "reflection"
"""What the drafts of reflections are called; their subject is "step.prompt"."""
Words = Mapping[str, str] | Text
"""Words of the curriculum by language, or a sentence of ours."""
LEDGER_WORDS = {
    "training": _("Training: planned length of completed steps"),
    "attendance": _("Group sessions: signed half-days"),
    "supervision": _("Supervision: minutes of sessions held"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something that can be put in: which, its title, where it belongs, its day."""

    kind: PieceKind
    subject: str
    title: Words
    within: Words | None = None
    on: date | None = None

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.kind}:{self.subject}"


def offers_of(session: Session, person_id: int) -> dict[str, Offer]:
    """Everything on offer by its key, in the order of the page; nine statements at most."""
    found = (
        *_modules(session, person_id),
        *_checks(session, person_id),
        *_works(session, person_id),
        *_reflections(session, person_id),
        *_competencies(session, person_id),
        *_certificates(session, person_id),
        *(
            Offer(kind=PieceKind.HOURS, subject=ledger, title=LEDGER_WORDS[ledger])
            for ledger in LEDGERS
        ),
    )
    return {offer.key: offer for offer in found}


def _modules(session: Session, person_id: int) -> Iterator[Offer]:
    for row in session.execute(_MODULES, {"person": person_id}):
        yield Offer(
            kind=PieceKind.MODULE,
            subject=str(row.id),
            title=row.title,
            within=row.programme,
            on=row.last_on,
        )


def _checks(session: Session, person_id: int) -> Iterator[Offer]:
    for row in session.execute(_CHECKS, {"person": person_id}):
        yield Offer(
            kind=PieceKind.CHECK,
            subject=str(row.id),
            title=row.title,
            within=row.module,
            on=row.completed_on,
        )


def _works(session: Session, person_id: int) -> list[Offer]:
    rows = session.execute(_WORKS, {"person": person_id}).all()
    works = [_work(row, PieceKind.WORK) for row in rows if row.words or row.files]
    return works + [_work(row, PieceKind.FEEDBACK) for row in rows if row.feedback]


def _work(row: Any, kind: PieceKind) -> Offer:
    return Offer(
        kind=kind,
        subject=row.public_id,
        title=row.title,
        within=row.module,
        on=row.handed_in_on if kind is PieceKind.WORK else row.answered_on,
    )


def _reflections(session: Session, person_id: int) -> list[Offer]:
    subjects = session.scalars(_REFLECTIONS, {"person": person_id})
    steps = {int(head) for head in (s.split(".")[0] for s in subjects) if head.isdecimal()}
    rows = session.execute(_STEPS, {"steps": sorted(steps)})
    return [
        Offer(kind=PieceKind.REFLECTION, subject=str(row.id), title=row.title, within=row.module)
        for row in rows
    ]


def _competencies(session: Session, person_id: int) -> list[Offer]:
    rows = session.execute(_DOMAINS, {"person": person_id}).all()
    said = {(row.version_id, row.public_id, row.code.split(".")[0]) for row in rows}
    named = {
        version: {domain.code: domain.title for domain in domains_of(session, version)}
        for version in {version for version, _enrolment, _code in said}
    }
    programmes = {row.version_id: row.title for row in rows}
    return [
        Offer(
            kind=PieceKind.COMPETENCY,
            subject=f"{enrolment}.{code}",
            title=named[version][code],
            within=programmes[version],
        )
        for version, enrolment, code in sorted(said)
        if code in named[version]
    ]


def _certificates(session: Session, person_id: int) -> Iterator[Offer]:
    for one in certificates_of(session, person_id):
        if one.state is CertificateState.VALID and one.name_erased_at is None:
            yield Offer(
                kind=PieceKind.CERTIFICATE,
                subject=one.public_id,
                title=one.snapshot["document"]["programme"],
                within=_("Certificate %(number)s", number=one.number),
                on=one.issued_at.date(),
            )


# Put together once: that takes longer than to ask them.
PERSON = bindparam("person", type_=Id)
_MINE = select(Enrolment.version_id).where(Enrolment.person_id == PERSON)
_MODULES = (
    select(
        Module.id,
        Module.title,
        ProgrammeVersion.title.label("programme"),
        func.max(Completion.completed_on).label("last_on"),
    )
    .join(ProgrammeVersion, ProgrammeVersion.id == Module.version_id)
    .join(Activity, Activity.module_id == Module.id)
    .outerjoin(
        Completion, (Completion.activity_id == Activity.id) & (Completion.person_id == PERSON)
    )
    .where(ProgrammeVersion.id.in_(_MINE))
    .group_by(ProgrammeVersion.id, Module.id)
    .having(func.count(Activity.id) == func.count(Completion.activity_id))
    .order_by(ProgrammeVersion.id, Module.position)
)
_CHECKS = (
    select(Activity.id, Activity.title, Module.title.label("module"), Completion.completed_on)
    .join(Completion, Completion.activity_id == Activity.id)
    .join(Module, Module.id == Activity.module_id)
    .where(Completion.person_id == PERSON, Activity.kind == ActivityKind.CHECK)
    .order_by(Module.version_id, Module.position)
)


def _holds(kind: WorkTextKind) -> Any:
    return select(WorkText.id).where(WorkText.work_id == Work.id, WorkText.kind == kind).exists()


_WORKS = (
    select(
        Work.public_id,
        Activity.title,
        Module.title.label("module"),
        Work.handed_in_on,
        Work.answered_on,
        _holds(WorkTextKind.WORDS).label("words"),
        _holds(WorkTextKind.FEEDBACK).label("feedback"),
        select(WorkFile.id).where(WorkFile.work_id == Work.id).exists().label("files"),
    )
    .join(Activity, Activity.id == Work.activity_id)
    .join(Module, Module.id == Activity.module_id)
    .where(Work.person_id == PERSON, Work.state == WorkState.ACCEPTED)
    .order_by(Work.id)
)
_REFLECTIONS = (
    select(Draft.subject).where(Draft.person_id == PERSON, Draft.form == REFLECTION).distinct()
)
_IDS: Any = bindparam("steps", expanding=True)
_STEPS = (
    select(Activity.id, Activity.title, Module.title.label("module"))
    .join(Module, Module.id == Activity.module_id)
    .where(Activity.id.in_(_IDS))
    .order_by(Module.version_id, Module.position, Activity.position)
)
_SAID = (
    select(CompetencyLevel.enrolment_id, CompetencyLevel.code)
    .where(CompetencyLevel.person_id == PERSON)
    .union(select(Evidence.enrolment_id, Evidence.domain).where(Evidence.person_id == PERSON))
    .subquery()
)
_DOMAINS = (
    select(Enrolment.version_id, Enrolment.public_id, _SAID.c.code, ProgrammeVersion.title)
    .join(Enrolment, Enrolment.id == _SAID.c.enrolment_id)
    .join(ProgrammeVersion, ProgrammeVersion.id == Enrolment.version_id)
)
