"""Sections about work handed in, what was answered to it, competencies, and the portfolio."""

from __future__ import annotations

from lms.privacy.rules.sections.model import INTERNAL, OTHERS, SECRET, Path, Section, own

MY_WORK = Path(column="work_id", parent="works", parent_column="person_id")

ASSESSMENT = (
    Section(
        name="work_handed_in",
        table="works",
        paths=(own(),),
        columns=(
            "public_id",
            "organisation_id",
            "enrolment_id",
            "activity_id",
            "number",
            "state",
            "handed_in_at",
            "handed_in_on",
            "opened_at",
            "answered_at",
            "answered_on",
        ),
        withheld={"id": INTERNAL, "person_id": INTERNAL, "answered_by": OTHERS},
    ),
    Section(
        name="work_answered",
        table="works",
        paths=(own("answered_by"),),
        columns=("public_id", "organisation_id", "state", "answered_at"),
    ),
    Section(
        name="work_texts",
        table="work_texts",
        paths=(MY_WORK,),
        columns=("public_id", "work_id", "kind", "sealed"),
        withheld={"id": INTERNAL, "author_id": OTHERS},
    ),
    Section(
        name="feedback_written",
        table="work_texts",
        paths=(own("author_id"),),
        only={"kind": ("feedback",)},
        columns=("public_id",),
        withheld={"sealed": "belongs to the person it was written for, whose export holds it"},
    ),
    Section(
        name="work_files",
        table="work_files",
        paths=(MY_WORK,),
        columns=("public_id", "work_id", "position", "kind", "size", "sealed"),
        withheld={
            "id": INTERNAL,
            "kept_as": "the name of the sealed file, which is in the archive",
            "file_key": SECRET,
        },
    ),
    Section(
        name="competency_levels",
        table="competency_levels",
        paths=(own(),),
        columns=(
            "enrolment_id",
            "organisation_id",
            "code",
            "side",
            "level",
            "said_at",
            "said_on",
        ),
        withheld={"id": INTERNAL, "person_id": INTERNAL, "said_by": OTHERS},
    ),
    Section(
        name="levels_of_others",
        table="competency_levels",
        paths=(own("said_by", unless="person_id"),),
        columns=("organisation_id", "code", "level", "said_on"),
    ),
    Section(
        name="evidence",
        table="evidence",
        paths=(own(),),
        columns=(
            "enrolment_id",
            "organisation_id",
            "domain",
            "source",
            "subject",
            "level",
            "seen_on",
        ),
        withheld={"id": INTERNAL, "person_id": INTERNAL, "seen_by": OTHERS},
    ),
    Section(
        name="evidence_of_others",
        table="evidence",
        paths=(own("seen_by", unless="person_id"),),
        columns=("organisation_id", "domain", "source", "seen_on"),
    ),
    Section(
        name="observations",
        table="observations",
        paths=(MY_WORK,),
        columns=("work_id", "domain", "level"),
    ),
    Section(
        name="portfolio",
        table="portfolio_pieces",
        paths=(own(),),
        columns=("public_id", "kind", "subject", "position", "put_in_at", "taken_out_at"),
        withheld={"id": INTERNAL, "person_id": INTERNAL},
    ),
    Section(
        name="portfolio_files",
        table="portfolio_files",
        paths=(Path(column="piece_id", parent="portfolio_pieces", parent_column="person_id"),),
        columns=("public_id", "kind", "size", "sealed"),
        withheld={
            "id": INTERNAL,
            "piece_id": INTERNAL,
            "kept_as": "the name of the sealed file, which is in the archive",
            "file_key": SECRET,
        },
    ),
)
