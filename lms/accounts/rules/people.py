"""Pure rules of people: how long things live, names, hats."""

from __future__ import annotations

from datetime import timedelta

from lms.kernel.actor import Hat, Role
from lms.kernel.folding import fold

IDLE_AFTER = timedelta(minutes=30)
ENDS_AFTER = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=5)
NEW_PASSWORD_WITHIN = timedelta(hours=1)
SIGN_IN_LINK_WITHIN = timedelta(minutes=15)
ADDRESS_CHANGE_AFTER = timedelta(hours=72)
FIRST_SIGN_IN_WITHIN = timedelta(days=30)
"""How long after an account was made its first sign-in is expected, and told to nobody."""

ORDER = (
    Role.TRAINEE,
    Role.SUPERVISOR,
    Role.TUTOR,
    Role.TRAINER,
    Role.AUTHOR,
    Role.MANAGER,
)
IN_ONE_PLACE = frozenset({Role.MANAGER, Role.AUTHOR})
"""Roles worn in one organisation at a time; the others reach across all of the person's."""


def sort_name(given_name: str, family_name: str) -> str:
    """The folded name that lists are sorted and searched by: family name first."""
    return fold(f"{family_name} {given_name}")


def full_name(given_name: str, family_name: str) -> str:
    """Given and family name; the given one may be empty."""
    return f"{given_name} {family_name}".strip()


def hats_of(
    memberships: list[tuple[Role, int, str, str]], role: Role | None, organisation_id: int | None
) -> tuple[Hat, ...]:
    """The hats a person may wear: one a role, but one a place for those worn in one place.

    `memberships` are (role, organisation id, slug, name); the hat that was chosen is current,
    or the first one when that choice no longer holds.
    """
    hats: list[Hat] = []
    for kind in ORDER:
        held = [row for row in memberships if row[0] is kind]
        if kind in IN_ONE_PLACE:
            hats += [Hat(kind, *row[1:], current=False) for row in held]
        elif held:
            hats.append(Hat(kind))
    chosen = [hat for hat in hats if (hat.role, hat.organisation_id) == (role, organisation_id)]
    current = chosen[0] if chosen else hats[0] if hats else None
    return tuple(
        Hat(h.role, h.organisation_id, h.organisation_slug, h.organisation_name, h is current)
        for h in hats
    )
