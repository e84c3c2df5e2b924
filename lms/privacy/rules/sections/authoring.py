"""Sections about the programmes that a person writes and reviews."""

from __future__ import annotations

from lms.privacy.rules.sections.model import COUNTER, INTERNAL, OTHERS, Section, own

THEIRS = "a text of the organisation's programme: it says nothing about the person"

AUTHORING = (
    Section(
        name="programme_drafts_begun",
        table="programme_drafts",
        paths=(own("started_by"),),
        columns=("public_id", "organisation_id", "state", "started_at", "changed_at"),
        withheld={
            "id": INTERNAL,
            "programme_id": THEIRS,
            "base_version_id": THEIRS,
            "version_id": THEIRS,
            "revision": COUNTER,
            "undo": THEIRS,
            "started_by": INTERNAL,
            "sent_by": OTHERS,
        },
    ),
    Section(
        name="programme_drafts_sent",
        table="programme_drafts",
        paths=(own("sent_by"),),
        columns=("public_id", "organisation_id", "sent_at"),
    ),
    Section(
        name="programme_texts_written",
        table="programme_draft_files",
        paths=(own("changed_by"),),
        columns=("draft_id", "path", "changed_at"),
        withheld={"text": THEIRS, "version": COUNTER, "changed_by": INTERNAL},
    ),
    Section(
        name="questions_kept",
        table="bank_questions",
        paths=(own("changed_by"),),
        columns=("public_id", "organisation_id", "kind", "changed_at"),
        withheld={
            "id": INTERNAL,
            "domain": THEIRS,
            "name": THEIRS,
            "folded": THEIRS,
            "sources": THEIRS,
            "version": COUNTER,
            "changed_by": INTERNAL,
        },
    ),
    Section(
        name="draft_reviews",
        table="draft_reviews",
        paths=(own("reviewer_id"),),
        columns=("draft_id", "verdict", "words", "decided_at"),
        withheld={"id": INTERNAL, "reviewer_id": INTERNAL, "revision": COUNTER},
    ),
)
