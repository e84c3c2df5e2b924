"""What the journal's codes mean to the person concerned: readings are told, changes are seen.

A code that is in neither table fails a test, so that a new way of reading is never kept silent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lms.kernel.actor import Role
from lms.kernel.text import Text, _

READINGS: Mapping[str, Text] = {
    "assessment.read_competencies": _("Read what is said of your competencies"),
    "assessment.read_exemptions": _("Read why you are exempted from steps"),
    "assessment.read_positioning": _("Read what you share of “before and after”"),
    "assessment.read_work": _("Opened work that you handed in"),
    "attendance.download_sheet": _("Downloaded a signature sheet on which you are"),
    "certification.download": _("Downloaded one of your certificates"),
    "certification.read_certificate": _("Read what one of your certificates says"),
    "certification.read_requirements": _("Read what you have done and what a certificate needs"),
    "learning.read_answer": _("Read and answered what you wrote in a quiz"),
    "home.read_person": _("Read your page: progress, hours, certificates"),
    "learning.read_deadline": _("Read your deadlines and the dates of your pauses"),
    "learning.read_request": _("Read your request to join a cohort"),
    "learning.read_exchanges": _("Read your exchanges with your tutors, and your dates"),
    "supervision.read_record": _("Read the record of one of your sessions"),
}
"""Somebody opened or took something about the person."""

CHANGES = frozenset(
    {
        "accounts.accept_invitation",
        "accounts.add_app",
        "accounts.add_passkey",
        "accounts.ask_address_change",
        "accounts.ask_new_password",
        "accounts.ask_sign_in_link",
        "accounts.cancel_address_change",
        "accounts.cancel_invitation",
        "accounts.change_address",
        "accounts.change_display",
        "accounts.change_names",
        "accounts.change_password",
        "accounts.create_person",
        "accounts.end_membership",
        "accounts.erase",
        "accounts.expire_address_change",
        "accounts.forget_factors",
        "accounts.invite",
        "accounts.make_recovery_codes",
        "accounts.new_device",
        "accounts.pass_second_factor",
        "accounts.prove_again",
        "accounts.refuse_address_change",
        "accounts.refuse_copied_passkey",
        "accounts.remove_app",
        "accounts.remove_passkey",
        "accounts.rename_passkey",
        "accounts.resume_account",
        "accounts.resume_membership",
        "accounts.send_invitation_again",
        "accounts.sign_in",
        "accounts.sign_out",
        "accounts.suspend_account",
        "accounts.suspend_membership",
        "accounts.switch_role",
        "accounts.use_recovery_code",
        "accounts.use_sign_in_link",
        "catalogue.add_media",
        "catalogue.approve_draft",
        "catalogue.change_question",
        "catalogue.drop_draft",
        "attendance.blank_sheet",
        "attendance.cancel_session",
        "attendance.change_session",
        "attendance.close_sheet",
        "attendance.mark",
        "attendance.plan_session",
        "attendance.print_sheet",
        "assessment.answer_work",
        "assessment.withdraw_work",
        "assessment.place_oneself",
        "assessment.share_positioning",
        "catalogue.drop_question",
        "catalogue.keep_questions",
        "catalogue.publish",
        "catalogue.remove_media",
        "catalogue.send_back_draft",
        "catalogue.send_for_review",
        "catalogue.start_draft",
        "catalogue.take_back_draft",
        "catalogue.take_up_draft",
        "certification.erase_name",
        "certification.issue",
        "certification.print",
        "certification.replace",
        "certification.withdraw",
        "learning.allow_requests",
        "learning.appoint",
        "learning.change_cohort",
        "learning.change_organisation",
        "learning.accept_request",
        "learning.ask_to_join",
        "learning.close_link",
        "learning.close_requests",
        "learning.decline_request",
        "learning.withdraw_request",
        "learning.join_by_link",
        "learning.make_link",
        "learning.close_cohort",
        "learning.comment",
        "learning.decide_comment",
        "learning.dismiss",
        "learning.end_enrolment",
        "learning.exempt",
        "learning.withdraw_exemption",
        "learning.enrol",
        "learning.move_enrolment",
        "learning.adjust_deadline",
        "learning.extend_deadline",
        "learning.note_contact",
        "learning.pause",
        "learning.plan_modules",
        "learning.purge_exchanges",
        "learning.hide_answer",
        "learning.join_cohort",
        "learning.make_cohort",
        "learning.reopen_cohort",
        "learning.resume_enrolment",
        "learning.resume",
        "learning.send_message",
        "learning.take_responsibility",
        "learning.withdraw_comment",
        "organisations.add_site",
        "organisations.ask_second_factor",
        "organisations.create",
        "privacy.ask_erasure",
        "portfolio.ask_export",
        "portfolio.delete_export",
        "portfolio.download_export",
        "portfolio.make_export",
        "privacy.ask_export",
        "privacy.change_retention",
        "privacy.download_export",
        "privacy.keep_account",
        "privacy.delete_export",
        "privacy.make_export",
        "supervision.accept_agreement",
        "supervision.answer_record",
        "supervision.ask_release",
        "supervision.begin_text",
        "supervision.close_release",
        "supervision.correct_session",
        "supervision.decline_agreement",
        "supervision.delete_session",
        "supervision.end_agreement",
        "supervision.erase_name",
        "supervision.forget_facts",
        "supervision.log_session",
        "supervision.propose_agreement",
        "supervision.purge_text",
        "supervision.refuse_release",
        "supervision.release_text",
        "supervision.revise_record",
        "supervision.share_record",
        "supervision.sign_record",
        "supervision.withdraw_record",
        "supervision.withdraw_revision",
        "vault.rotate_key",
        "vault.rotate_root",
    }
)
"""Acts that change something, seen where it is; or the person's own."""


@dataclass(frozen=True, slots=True)
class Told:
    """One reading as the person concerned may know it: never the time of day."""

    day: date
    who: Text
    what: Text


def reader(role: str, name: str | None, organisation: str | None) -> Text:
    """Who it was: a supervisor by name, somebody who manages by their organisation only."""
    if role == Role.MANAGER:
        place = organisation or _("an organisation that is no more")
        return _("%(organisation)s, its managers", organisation=place)
    if not name:
        return _("Somebody who has no account any more")
    if role == Role.TUTOR:
        return _("%(name)s, tutoring", name=name)
    return _("%(name)s, supervision", name=name)
