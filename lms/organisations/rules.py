"""What kinds of organisations are called on paper."""

from __future__ import annotations

from lms.organisations.models import OrganisationKind

KINDS = {
    OrganisationKind.HOSPITAL: "Établissement de santé",
    OrganisationKind.ASSOCIATION: "Association",
    OrganisationKind.TRAINING_BODY: "Organisme de formation",
}
"""In French, the language of papers."""
