"""How a person in training reads in lists, from the facts of their newest training."""

from __future__ import annotations

from lms.accounts.models import RosterStanding


def roster_standing(*, issued: bool, ended: bool, met: bool) -> RosterStanding:
    """A valid certificate comes first, then the end, then the requirements."""
    if issued:
        return RosterStanding.ISSUED
    if ended:
        return RosterStanding.ENDED
    return RosterStanding.MET if met else RosterStanding.TRAINING
