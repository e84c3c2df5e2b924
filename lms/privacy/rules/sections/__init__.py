"""Everything that the export hands out, table by table, and why the rest is left out.

A test walks the schema: a table or a column that is named nowhere here fails it until somebody has
decided.
"""

from __future__ import annotations

from collections.abc import Mapping

from lms.privacy.rules.sections.accounts import ACCOUNT, TRACES
from lms.privacy.rules.sections.assessment import ASSESSMENT
from lms.privacy.rules.sections.authoring import AUTHORING
from lms.privacy.rules.sections.model import Reference, Section
from lms.privacy.rules.sections.supervision import SUPERVISION
from lms.privacy.rules.sections.training import TRAINING

GROUPS: Mapping[str, tuple[Section, ...]] = {
    "account": ACCOUNT,
    "training": TRAINING,
    "assessment": ASSESSMENT,
    "supervision": SUPERVISION,
    "authoring": AUTHORING,
    "traces": TRACES,
}
SECTIONS = tuple(section for group in GROUPS.values() for section in group)

PUBLISHED = "published curriculum: about nobody"
LEFT_OUT: Mapping[str, str] = {
    "frameworks": PUBLISHED,
    "programmes": PUBLISHED,
    "programme_versions": PUBLISHED,
    "modules": "published curriculum: the authors' names are public in it",
    "activities": PUBLISHED,
    "activity_texts": PUBLISHED,
    "module_texts": PUBLISHED,
    "question_keys": PUBLISHED,
    "module_deadlines": "dates that cohorts plan: about nobody",
    "media_files": "pictures, sounds and documents of programmes: about nobody",
    "draft_media": "which of them a draft shows: about nobody",
    "version_media": PUBLISHED,
    "version_files": "published curriculum: the authors' names are public in it",
    "organisations": "about the organisation: its signatory's name is public on its documents",
    "sites": "places: about nobody",
    "group_sessions": "days and places of groups: about nobody",
    "half_days": "days and hours of groups: about nobody",
    "sheet_papers": "papers of groups: each person's own lines are in attendance",
    "cohorts": "names, days and places of groups: about nobody",
    "number_series": "a counter",
    "throttles": "no content: keyed digests",
    "form_keys": "no content: a digest and an address of the site, tied to nobody",
    "root_checks": "a check value of the server's key",
    "purpose_keys": "keys of the server, tied to nobody",
    "journal_checkpoints": "where the journal's chain begins: about nobody",
    "spent_challenges": "no content: random challenges that were answered",
    "erased_people": "no content: keyed digests of people who are gone",
    "retention_settings": "rules of the house: about nobody",
    "unwanted_files": "no content: hashes of files on their way out",
    "person_keys": "the wrapped key itself: it opens nothing outside the server",
    "export_parts": "the sealed pieces of this very archive",
}
"""Tables that the export leaves out, and why."""

REFERENCES: tuple[Reference, ...] = (
    Reference(
        column="request_id",
        table="release_requests",
        gives={"request": "public_id", "participation_id": "participation_id"},
    ),
    Reference(
        column="participation_id",
        table="participations",
        gives={
            "participation": "public_id",
            "session_id": "session_id",
            "organisation_id": "organisation_id",
        },
    ),
    Reference(
        column="session_id",
        table="supervision_sessions",
        gives={
            "held_on": "held_on",
            "kind": "kind",
            "mode": "mode",
            "supervisor_id": "supervisor_id",
        },
    ),
    Reference(
        column="work_id",
        table="works",
        gives={
            "work": "public_id",
            "activity_id": "activity_id",
            "organisation_id": "organisation_id",
        },
    ),
    Reference(
        column="positioning_id",
        table="positionings",
        gives={"positioning": "public_id", "organisation_id": "organisation_id"},
    ),
    Reference(
        column="exemption_id",
        table="exemptions",
        gives={"exemption": "public_id", "organisation_id": "organisation_id"},
    ),
    Reference(column="revises_id", table="participations", gives={"revises": "public_id"}),
    Reference(column="agreement_id", table="agreements", gives={"agreement": "public_id"}),
    Reference(column="enrolment_id", table="enrolments", gives={"enrolment": "public_id"}),
    Reference(column="attempt_id", table="attempts", gives={"attempt": "public_id"}),
    Reference(column="invitation_id", table="invitations", gives={"invitation": "public_id"}),
    Reference(column="replaces_id", table="certificates", gives={"replaces": "number"}),
    Reference(
        column="activity_id",
        table="activities",
        gives={"step": "title", "module_id": "module_id"},
    ),
    Reference(column="module_id", table="modules", gives={"module": "title"}),
    Reference(
        column="version_id",
        table="programme_versions",
        gives={"programme": "title", "programme_version": "number"},
    ),
    Reference(
        column="from_version_id",
        table="programme_versions",
        gives={"earlier_version": "number"},
    ),
    Reference(
        column="to_version_id",
        table="programme_versions",
        gives={"programme": "title", "newer_version": "number"},
    ),
    Reference(column="from_activity_id", table="activities", gives={"earlier_step": "title"}),
    Reference(
        column="half_day_id",
        table="half_days",
        gives={
            "starts_at": "starts_at",
            "ends_at": "ends_at",
            "group_session_id": "group_session_id",
        },
    ),
    Reference(column="group_session_id", table="group_sessions", gives={"group_session": "title"}),
    Reference(column="cohort_id", table="cohorts", gives={"cohort": "name"}),
    Reference(
        column="draft_id",
        table="programme_drafts",
        gives={"draft": "public_id", "organisation_id": "organisation_id"},
    ),
    Reference(column="site_id", table="sites", gives={"site": "name"}),
    Reference(column="organisation_id", table="organisations", gives={"organisation": "name"}),
    Reference(column="supervisor_id", table="people", gives={"supervisor": "screen_name"}),
)
"""Numbers that stand for a row elsewhere, in the order in which they are put into words."""

NOT_PATHS: Mapping[tuple[str, str], str] = {
    ("people", "email"): "the person's own row",
    ("people", "email_key"): "the person's own row",
    ("joining_letters", "email"): "its folded form leads to the person",
    ("invitations", "email"): "its folded form leads to the person",
    ("address_changes", "email"): "somebody else's wish for this address is about them",
    ("address_changes", "email_key"): "somebody else's wish for this address is about them",
}
"""Columns that name people and are not followed, and why."""
