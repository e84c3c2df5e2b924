"""Letters and requests to join: how many, how long, and where their words are sealed."""

from __future__ import annotations

from datetime import timedelta

from lms.vault.rules import Place

JOINING = 5
JOINING_FROM_A_NETWORK = 60
"""A group that is told of a link in one room asks from one network."""
JOINING_WITHIN = timedelta(hours=1)
LONGEST_REQUEST = 1_000
"""Signs of a request: a third of a printed page."""


def request_place(public_id: str, person_id: int, organisation_id: int) -> Place:
    """Under the key of whoever asks, in the organisation whose managers answer."""
    return Place("join_requests", public_id, "sealed", person_id, organisation_id)
