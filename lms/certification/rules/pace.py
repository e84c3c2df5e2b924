"""How often things may be tried: drawing a document again, verifying a code."""

from __future__ import annotations

from datetime import timedelta

from lms.printing.rules import LEASE, wait_after

__all__ = ["LEASE", "VERIFYING", "VERIFYING_FROM_A_NETWORK", "VERIFYING_WITHIN", "wait_after"]

VERIFYING, VERIFYING_FROM_A_NETWORK = 10, 60
VERIFYING_WITHIN = timedelta(minutes=15)
"""Tries at one code, and from one network: an office may have a pile of documents to check."""
