"""The attestation that would be issued now: read, shown and frozen from the same lines."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.catalogue.rules.outline import ModuleOutline
from lms.certification.models import Certificate
from lms.certification.queries.judging import Judgement
from lms.certification.rules import paper as rules
from lms.certification.rules.naming import asked_name, file_name
from lms.learning.models import Enrolment
from lms.learning.rules import ModuleState, Progress
from lms.organisations.models import Organisation
from lms.organisations.rules import KINDS
from lms.printing.models import Bilingual, CertificateDocument, ModuleLine
from lms.printing.rules import unprintable_sign
from lms.supervision.models import Participation, Standing, SupervisionSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What will be printed, and the snapshot that will be kept of it."""

    paper: CertificateDocument
    person: Person
    organisation: Organisation
    asked_name: str
    snapshot: dict[str, Any]

    @property
    def digest(self) -> str:
        """Tells whether this draft is the one that was shown."""
        return rules.digest_of(self.snapshot)

    @property
    def printable(self) -> bool:
        """Whether every sign has a place on paper: an invisible one may come with a paste."""
        return not any(map(unprintable_sign, self.paper.texts()))


def draft_of(session: Session, enrolment: Enrolment, judgement: Judgement, *, today: date) -> Draft:
    """The attestation of an enrolment whose requirements are met."""
    person = session.get_one(Person, enrolment.person_id)
    organisation = session.get_one(Organisation, enrolment.organisation_id)
    first_on, last_on = _period(session, enrolment, judgement, today)
    paper = CertificateDocument(
        **_issuer(organisation),
        printed_name=person.printed_name,
        programme=Bilingual(**judgement.version.title),
        modules=_modules(judgement),
        training_minutes=judgement.training.counted,
        supervision_minutes=judgement.supervision.counted,
        uncountersigned_minutes=judgement.supervision.unanswered,
        first_on=first_on,
        last_on=last_on,
        issued_on=today,
        number="",
        code=rules.NO_CODE,
        verify_url="",
        verify_address="",
    )
    proof, version = judgement.proof.document(), judgement.version
    about = {"proof": proof, "version": {"public_id": version.public_id, "number": version.number}}
    return _draft(paper, person, organisation, about)


def replacement_of(session: Session, replaced: Certificate, *, today: date) -> Draft:
    """The same facts under the name the person prints now, signed by today's signatory."""
    person = session.get_one(Person, replaced.person_id)
    organisation = session.get_one(Organisation, replaced.organisation_id)
    paper = replace(
        rules.thawed(replaced.snapshot, ""),
        **_issuer(organisation),
        printed_name=person.printed_name,
        issued_on=today,
    )
    about = {name: replaced.snapshot[name] for name in ("proof", "version")}
    return _draft(paper, person, organisation, about)


def _draft(
    paper: CertificateDocument, person: Person, organisation: Organisation, about: dict[str, Any]
) -> Draft:
    asked = asked_name(person.printed_name, person.family_name)
    named = file_name(paper.issued_on, *_file_names(person, asked), otherwise=person.public_id)
    return Draft(
        paper=paper,
        person=person,
        organisation=organisation,
        asked_name=asked,
        # As the database will give it back, so that its digest does not depend on who made it.
        snapshot=json.loads(json.dumps(rules.frozen(paper, file_name=named, **about))),
    )


def _file_names(person: Person, asked: str) -> tuple[str, str]:
    """Family and given name, as they are printed."""
    if asked == person.family_name.strip():
        return asked, person.given_name if person.given_name in person.printed_name else ""
    return asked, person.printed_name.removesuffix(asked)


def _issuer(organisation: Organisation) -> dict[str, Any]:
    return {
        "organisation": organisation.name,
        "organisation_kind": KINDS[organisation.kind],
        "nda_number": organisation.nda_number,
        "place": organisation.city,
        "signatory_name": organisation.signatory_name,
        "signatory_function": organisation.signatory_function,
        "specimen": organisation.specimen,
    }


def _modules(judgement: Judgement) -> tuple[ModuleLine, ...]:
    """The modules completed; where the requirements asked for none, all of them."""
    passed = rules.checks_judged(judgement.proof)
    progress = judgement.progress
    whole = [m for m in judgement.version.modules if progress.state_of(m) is ModuleState.DONE]
    complete = {module.slug for module in whole}
    return tuple(
        ModuleLine(
            title=Bilingual(**module.title),
            result=rules.result_in_words(
                complete=module.slug in complete,
                check_passed=passed.get(module.slug),
                spared=_spared(module, progress),
            ),
            # Exempted steps count no minutes.
            planned_minutes=module.minutes - _spared_minutes(module, progress),
        )
        for module in judgement.version.modules
        if module.slug in complete or not complete
    )


def _spared(module: ModuleOutline, progress: Progress) -> rules.Spared:
    number = progress.steps_exempted(module)
    if not number:
        return rules.Spared.NOTHING
    wholly = number == len(module.activities)
    return rules.Spared.WHOLLY if wholly else rules.Spared.IN_PART


def _spared_minutes(module: ModuleOutline, progress: Progress) -> int:
    return sum(step.minutes for step in module.activities if step.id in progress.exempted)


def _period(
    session: Session, enrolment: Enrolment, judgement: Judgement, today: date
) -> tuple[date, date]:
    """From the first step or session to the last: days only, never a time."""
    held = select(func.min(SupervisionSession.held_on), func.max(SupervisionSession.held_on)).join(
        Participation, Participation.session_id == SupervisionSession.id
    )
    first, last = session.execute(
        held.where(
            Participation.trainee_id == enrolment.person_id,
            Participation.organisation_id == enrolment.organisation_id,
            Participation.standing != Standing.LOGGED,
            Participation.public_id.in_(judgement.supervision.sources),
        )
    ).one()
    checked = (check.submitted_on for check in judgement.checks)
    days = sorted({*judgement.step_days, *checked, *filter(None, (first, last))})
    if not days:
        return min(enrolment.enrolled_on, today), today
    return min(days[0], today), min(days[-1], today)
