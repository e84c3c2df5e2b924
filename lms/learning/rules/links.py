"""How many letters to join are sent to one address, and asked from one network."""

from __future__ import annotations

from datetime import timedelta

JOINING = 5
JOINING_FROM_A_NETWORK = 60
"""A group that is told of a link in one room asks from one network."""
JOINING_WITHIN = timedelta(hours=1)
