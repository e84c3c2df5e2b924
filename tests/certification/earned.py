"""People who have earned a certificate, and certificates issued through the operation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, Person
from lms.catalogue.models import Activity, ActivityKind, Module, ProgrammeVersion
from lms.certification.models import Certificate
from lms.certification.operations import Chance, IssueCertificate, issue
from lms.certification.operations.filing import reader_of
from lms.certification.queries import draft_of, judgement_of
from lms.certification.queries.certificates import FileRow, file_rows
from lms.kernel.actor import Role
from lms.kernel.keys import Keys
from lms.learning.models import Attempt, Completion, Enrolment
from lms.organisations.models import Organisation
from lms.supervision.models import (
    Agreement,
    AgreementState,
    Participation,
    SessionKind,
    SessionMode,
    Standing,
    SupervisionSession,
)
from lms.web.database import Application
from lms.web.page import new_token, now
from tests.make import Make, today


@dataclass
class Earned:
    """Somebody whose requirements are met, with a manager of their organisation."""

    organisation: Organisation
    manager: Person
    supervisor: Person
    person: Person
    version: ProgrammeVersion
    enrolment: Enrolment
    agreement: Agreement

    @property
    def issue_path(self) -> str:
        """Where the manager issues the certificate."""
        return f"/orgs/{self.organisation.slug}/enrolments/{self.enrolment.public_id}/certificate"

    @property
    def register_path(self) -> str:
        """Where the organisation's certificates are listed."""
        return f"/orgs/{self.organisation.slug}/certificates"


def place(make: Make, **values: Any) -> tuple[Organisation, Person, Person, ProgrammeVersion]:
    """An organisation with a manager, a supervisor and a programme."""
    organisation = make.organisation(**values)
    supervisor = make.supervisor(organisation)
    return organisation, make.manager(organisation), supervisor, make.version(modules=2)


def earned(
    make: Make,
    *,
    at: tuple[Organisation, Person, Person, ProgrammeVersion] | None = None,
    minutes: int = 240,
    unanswered: int = 0,
    given: str = "Awa",
    family: str = "Diop",
    **values: Any,
) -> Earned:
    """A person who did every step, passed every check and was supervised for `minutes`."""
    organisation, manager, supervisor, version = at or place(make)
    person = make.person(given, family, **values)
    enrolment = make.enrolment(person, organisation, version)
    _learn(make, person, version)
    agreement = _agree(make, enrolment, supervisor)
    if minutes:
        supervise(make, agreement, minutes, Standing.COUNTERSIGNED)
    if unanswered:
        supervise(make, agreement, unanswered, Standing.SIGNED, days_ago=30)
    return Earned(organisation, manager, supervisor, person, version, enrolment, agreement)


def supervise(
    make: Make, agreement: Agreement, minutes: int, standing: Standing, days_ago: int = 20
) -> Participation:
    """A session held some days ago, in pieces of the length that one may have."""
    moment = now() - timedelta(days=days_ago)
    part = None
    for piece in [480] * (minutes // 480) + [minutes % 480] * bool(minutes % 480):
        held = SupervisionSession(
            public_id=new_token(),
            supervisor_id=agreement.supervisor_id,
            held_on=moment.date(),
            kind=SessionKind.INDIVIDUAL,
            mode=SessionMode.VIDEO,
            logged_at=moment,
        )
        make.session.add(held)
        make.session.flush()
        part = Participation(
            public_id=new_token(),
            session_id=held.id,
            held_on=held.held_on,
            agreement_id=agreement.id,
            organisation_id=agreement.organisation_id,
            trainee_id=agreement.trainee_id,
            minutes=piece,
            standing=standing,
            signed_at=moment if standing is not Standing.LOGGED else None,
            answered_at=moment if standing is Standing.COUNTERSIGNED else None,
        )
        make.session.add(part)
        make.session.flush()
    assert part is not None
    return part


def issued(make: Make, keys: Keys, one: Earned, token: str = "") -> tuple[Certificate, str]:
    """The certificate of somebody who earned it, and the token that made its code."""
    moment: datetime = now()
    token = token or new_token()
    judged = judgement_of(make.session, one.enrolment, now=moment)
    draft = draft_of(make.session, one.enrolment, judged, today=today())
    entered = issue(
        make.session,
        one.enrolment,
        IssueCertificate(seen=draft.digest),
        keys=keys,
        by=one.manager.id,
        now=moment,
        today=today(),
        chance=Chance(public_id=new_token(), token=token, message_id=new_token()),
    )
    make.session.commit()
    return entered, token


def document(app: Application, session: Session, held: Certificate) -> bytes:
    """The bytes that its holder downloads."""
    keys, folder = app.extensions["sillage.keys"], app.extensions["sillage.settings"].files
    row = FileRow(*session.execute(file_rows().where(Certificate.id == held.id)).one())
    return reader_of(session, keys, folder, [row])(row)


def _learn(make: Make, person: Person, version: ProgrammeVersion) -> None:
    steps = make.session.scalars(
        select(Activity).join(Module).where(Module.version_id == version.id).order_by(Activity.id)
    )
    for n, step in enumerate(steps):
        moment = now() - timedelta(days=50 - n)
        make.session.add(
            Completion(
                person_id=person.id,
                activity_id=step.id,
                minutes=step.minutes,
                completed_at=moment,
                completed_on=moment.date(),
            )
        )
        if step.kind is ActivityKind.CHECK:
            make.session.add(
                Attempt(
                    public_id=new_token(),
                    person_id=person.id,
                    activity_id=step.id,
                    number=1,
                    questions=2,
                    right_answers=2,
                    started_at=moment,
                    submitted_at=moment,
                    submitted_on=moment.date(),
                )
            )
    make.session.flush()


def _agree(make: Make, enrolment: Enrolment, supervisor: Person) -> Agreement:
    hat = make.session.scalars(
        select(Membership.id).where(
            Membership.person_id == supervisor.id,
            Membership.organisation_id == enrolment.organisation_id,
            Membership.role == Role.SUPERVISOR,
        )
    ).one()
    made = Agreement(
        public_id=new_token(),
        organisation_id=enrolment.organisation_id,
        supervisor_membership_id=hat,
        supervisor_id=supervisor.id,
        trainee_membership_id=enrolment.membership_id,
        trainee_id=enrolment.person_id,
        state=AgreementState.ACTIVE,
        starts_on=today() - timedelta(days=60),
        proposed_by=supervisor.id,
        proposed_at=now() - timedelta(days=60),
    )
    make.session.add(made)
    make.session.flush()
    return made
