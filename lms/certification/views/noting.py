"""Telling the journal that a manager opened somebody's document or requirements."""

from __future__ import annotations

from flask import request

from lms.certification.models import Certificate
from lms.journal.operations import Reading, note_reading
from lms.learning.models import Enrolment
from lms.web.database import db
from lms.web.guard import actor
from lms.web.page import now


def note_certificate(found: Certificate) -> None:
    """The page of a certificate, or one that repeats what it prints, was opened."""
    _note(
        Reading(
            action="certification.read_certificate",
            about=found.person_id,
            subject=("certificate", found.public_id),
            organisation_id=found.organisation_id,
        )
    )


def note_requirements(enrolment: Enrolment) -> None:
    """What somebody has done and still lacks was opened."""
    _note(
        Reading(
            action="certification.read_requirements",
            about=enrolment.person_id,
            subject=("enrolment", enrolment.public_id),
            organisation_id=enrolment.organisation_id,
        )
    )


def _note(reading: Reading) -> None:
    # A refused form shows again a page that was noted when it was first read.
    if request.method == "GET":
        note_reading(db.session, db.writing, reading, actor, now=now())
