"""Certificates, and roles that end or wait."""

from __future__ import annotations

from lms.accounts.models import MembershipState
from tests.certification.earned import Earned, issued
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
    "home.end_role": Act(end_role),
    "home.suspend_role": Act(suspend_role),
    "home.resume_role": Act(resume_role),
}
