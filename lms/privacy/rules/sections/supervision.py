"""Sections about supervision: one's own part as trainee and as supervisor.

A trainee is told the supervisor's name; a supervisor's export names nobody they supervise.
"""

from __future__ import annotations

from lms.privacy.rules.sections.model import INTERNAL, OTHERS, Path, Section, own

MY_PART = Path(column="participation_id", parent="participations", parent_column="trainee_id")
READABLE = Path(
    column="participation_id",
    parent="participations",
    parent_column="trainee_id",
    filled="shared_at",
)
ANSWERED = ("countersigned", "commented", "contested")

SUPERVISION = (
    Section(
        name="agreements_as_trainee",
        table="agreements",
        paths=(own("trainee_id"),),
        columns=(
            "public_id",
            "organisation_id",
            "supervisor_id",
            "state",
            "starts_on",
            "ends_on",
            "proposed_at",
            "supervisor_accepted_at",
            "trainee_accepted_at",
            "closed_at",
        ),
        withheld={
            "id": INTERNAL,
            "supervisor_membership_id": INTERNAL,
            "trainee_membership_id": INTERNAL,
            "trainee_id": OTHERS,
            "proposed_by": OTHERS,
        },
    ),
    Section(
        name="agreements_as_supervisor",
        table="agreements",
        paths=(own("supervisor_id"),),
        columns=(
            "public_id",
            "organisation_id",
            "state",
            "starts_on",
            "ends_on",
            "proposed_at",
            "supervisor_accepted_at",
            "closed_at",
        ),
    ),
    Section(
        name="agreements_proposed",
        table="agreements",
        paths=(own("proposed_by"),),
        columns=("public_id", "organisation_id", "state", "proposed_at"),
    ),
    Section(
        name="sessions_held",
        table="supervision_sessions",
        paths=(own("supervisor_id"),),
        columns=("public_id", "held_on", "kind", "mode", "logged_at"),
        withheld={"id": INTERNAL, "supervisor_id": INTERNAL},
    ),
    Section(
        name="supervision_received",
        table="participations",
        paths=(own("trainee_id"),),
        columns=(
            "public_id",
            "session_id",
            "agreement_id",
            "organisation_id",
            "minutes",
            "standing",
            "signed_at",
            "answered_at",
            "shared_at",
            "opened_at",
            "withdrawn_at",
            "revises_id",
            "revised_for",
            "revised_at",
        ),
        withheld={
            "id": INTERNAL,
            "trainee_id": OTHERS,
            "held_on": "the day of the session, which `session` leads to",
            "first_id": "the first of the versions: `revises` leads to it",
        },
    ),
    Section(
        name="supervision_given",
        table="participations",
        paths=(
            Path(column="session_id", parent="supervision_sessions", parent_column="supervisor_id"),
        ),
        columns=(
            "public_id",
            "session_id",
            "organisation_id",
            "minutes",
            "standing",
            "signed_at",
            "shared_at",
        ),
    ),
    Section(
        name="shared_records",
        table="session_texts",
        paths=(READABLE,),
        only={"kind": ("shared",)},
        columns=("public_id", "participation_id", "sealed", "updated_at"),
        withheld={
            "id": INTERNAL,
            "kind": "each kind of text has its section",
            "author_id": OTHERS,
            "version": "a counter of saved versions",
        },
    ),
    Section(
        name="revision_reasons",
        table="session_texts",
        paths=(MY_PART,),
        only={"kind": ("reason",)},
        columns=("public_id", "participation_id", "sealed", "updated_at"),
    ),
    Section(
        name="own_notes",
        table="session_texts",
        paths=(own("author_id"),),
        only={"kind": ("own",)},
        columns=("public_id", "participation_id", "sealed", "updated_at"),
    ),
    Section(
        name="answers_to_records",
        table="session_texts",
        paths=(own("author_id"),),
        only={"kind": ("answer",)},
        columns=("public_id", "participation_id", "sealed", "updated_at"),
    ),
    Section(
        name="aide_memoires_written",
        table="session_texts",
        paths=(own("author_id"),),
        only={"kind": ("private",)},
        columns=("public_id", "participation_id", "sealed", "updated_at", "purge_on"),
    ),
    Section(
        name="texts_written_for_others",
        table="session_texts",
        paths=(own("author_id"),),
        only={"kind": ("shared", "reason")},
        columns=("public_id", "participation_id", "updated_at"),
        withheld={"sealed": "belongs to the person it was written for, whose export holds it"},
    ),
    Section(
        name="aide_memoires_about_me",
        table="session_texts",
        paths=(MY_PART,),
        only={"kind": ("private",)},
        columns=("participation_id", "purge_on"),
        withheld={"sealed": "its author reviews it before anything is released"},
    ),
    Section(
        name="release_requests_made",
        table="release_requests",
        paths=(own("asker_id"),),
        columns=(
            "public_id",
            "participation_id",
            "state",
            "reason",
            "asked_at",
            "answer_by",
            "answered_at",
        ),
        withheld={"id": INTERNAL, "asker_id": OTHERS, "author_id": OTHERS},
    ),
    Section(
        name="release_requests_received",
        table="release_requests",
        paths=(own("author_id"),),
        columns=("participation_id", "state", "reason", "asked_at", "answer_by", "answered_at"),
    ),
    Section(
        name="released_texts",
        table="released_texts",
        paths=(Path(column="request_id", parent="release_requests", parent_column="asker_id"),),
        columns=("public_id", "request_id", "sealed"),
        withheld={"id": INTERNAL},
    ),
    Section(
        name="signatures_as_trainee",
        table="signatures",
        paths=(own(),),
        only={"standing": ANSWERED},
        columns=("participation_id", "standing", "sentence", "facts", "factor", "signed_at"),
        withheld={
            "id": INTERNAL,
            "person_id": OTHERS,
            "digest": "a keyed digest that only the server can check",
        },
    ),
    Section(
        name="signatures_as_supervisor",
        table="signatures",
        paths=(own(),),
        only={"standing": ("signed",)},
        columns=("participation_id", "standing", "facts", "factor", "signed_at"),
        withheld={"sentence": "names the other person; the facts say the same"},
    ),
    Section(
        name="signatures_on_my_sessions",
        table="signatures",
        paths=(MY_PART,),
        only={"standing": ("signed",)},
        columns=("participation_id", "standing", "sentence", "signed_at"),
        withheld={"factor": OTHERS, "facts": "the same as in one's own signature"},
    ),
)
