"""Certificates, and roles that end or wait."""

from __future__ import annotations

from lms.accounts.models import MembershipState, Person
from lms.catalogue.queries import outline
from lms.learning.models import Enrolment, ReviewResponsibility
from lms.learning.operations import complete_activity
from lms.web.page import new_token, now
from tests.catalogue.folders import small_folder
from tests.catalogue.versions import publish_files
from tests.certification.earned import Earned, issued
from tests.make import today
from tests.torture.acts.stage import Act, Press, Stage


def issue(stage: Stage) -> Press:
    return stage.managing(stage.earned().issue_path)


def replace(stage: Stage) -> Press:
    one, page = _certified(stage)
    one.person.printed_name = "Awa Ndiaye"
    return stage.managing(f"{page}/replace")


def withdraw(stage: Stage) -> Press:
    _one, page = _certified(stage)
    return stage.managing(f"{page}/withdraw?reason=error", f"{page}/withdraw", reason="error")


def move_own(stage: Stage) -> Press:
    enrolment, person = _behind(stage)
    return stage.learning(person, f"/enrolments/{enrolment.public_id}/version")


def move_somebody(stage: Stage) -> Press:
    enrolment, _person = _behind(stage)
    here = f"/orgs/{stage.organisation.slug}/enrolments/{enrolment.public_id}"
    return stage.managing(f"{here}/version")


def _behind(stage: Stage) -> tuple[Enrolment, Person]:
    """Somebody in training on a version that has a newer one."""
    session, person = stage.make.session, stage.make.person()
    older, newer = (publish_files(session, _worded(new_token())) for _ in range(2))
    enrolment = stage.make.enrolment(person, stage.organisation, older)
    session.add(
        ReviewResponsibility(
            organisation_id=stage.organisation.id,
            version_id=newer.id,
            person_id=stage.at[1].id,
            taken_at=now(),
        )
    )
    step = outline(session, older.id).activities[0]
    complete_activity(session, step, person_id=person.id, today=today(), now=now())
    session.flush()
    return enrolment, person


def _worded(words: str) -> dict[str, str]:
    files = small_folder().items()
    return {path: text.replace("Du texte.", f"Du texte, {words}.") for path, text in files}


def end_role(stage: Stage) -> Press:
    member = stage.membership(stage.earned().agreement).public_id
    return stage.managing(f"/orgs/{stage.organisation.slug}/people/{member}/end")


def suspend_role(stage: Stage) -> Press:
    member = stage.membership(stage.earned().agreement).public_id
    return stage.managing(f"/orgs/{stage.organisation.slug}/people/{member}/suspend")


def resume_role(stage: Stage) -> Press:
    member = stage.membership(stage.earned().agreement)
    member.state = MembershipState.SUSPENDED
    return stage.managing(f"/orgs/{stage.organisation.slug}/people/{member.public_id}/resume")


def _certified(stage: Stage) -> tuple[Earned, str]:
    one = stage.earned()
    certificate, _token = issued(stage.make, stage.keys, one)
    return one, f"{one.register_path}/{certificate.public_id}"


CERTIFICATION = {
    "certification.issue": Act(issue),
    "certification.replace": Act(replace),
    "certification.withdraw": Act(withdraw),
    "certification.move_own": Act(move_own),
    "certification.move_somebody": Act(move_somebody),
    "home.end_role": Act(end_role),
    "home.suspend_role": Act(suspend_role),
    "home.resume_role": Act(resume_role),
}
