"""How a person in training reads in lists, from the facts of their newest training."""

from __future__ import annotations

from lms.accounts.models import RosterStanding


def roster_standing(*, issued: bool, ended: bool, suspended: bool, met: bool) -> RosterStanding:
    """A valid certificate comes first, then the end, then a suspension, then the requirements."""
    if issued:
        return RosterStanding.ISSUED
    if ended:
        return RosterStanding.ENDED
    if suspended:
        return RosterStanding.SUSPENDED
    return RosterStanding.MET if met else RosterStanding.TRAINING
