"""Pure rules of accounts: lengths of life, hats, names, tries, passwords."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from lms.kernel.actor import Hat, Role
from lms.kernel.folding import fold, fold_address
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _

IDLE_AFTER = timedelta(minutes=30)
ENDS_AFTER = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=5)
NEW_PASSWORD_WITHIN = timedelta(hours=1)
ADDRESS_CHANGE_AFTER = timedelta(hours=72)

ORDER = (Role.TRAINEE, Role.SUPERVISOR, Role.MANAGER)


def sort_name(given_name: str, family_name: str) -> str:
    """The folded name that lists are sorted and searched by: family name first."""
    return fold(f"{family_name} {given_name}")


def full_name(given_name: str, family_name: str) -> str:
    """Given and family name; the given one may be empty."""
    return f"{given_name} {family_name}".strip()


def device_family(user_agent: str) -> str:
    """ "Firefox, Android": enough to recognise one's own devices, no fingerprint."""
    browsers = ("Firefox", "Edg", "Chrome", "Safari")
    systems = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
    browser = next((name for name in browsers if name in user_agent), "")
    system = next((name for name in systems if name in user_agent), "")
    return ", ".join(filter(None, (browser.replace("Edg", "Edge"), system)))


def hats_of(
    memberships: list[tuple[Role, int, str, str]], role: Role | None, organisation_id: int | None
) -> tuple[Hat, ...]:
    """The hats a person may wear: one as trainee, one as supervisor, one for each managed place.

    `memberships` are (role, organisation id, slug, name); the hat that was chosen is current,
    or the first one when that choice no longer holds.
    """
    hats: list[Hat] = []
    for kind in ORDER:
        held = [row for row in memberships if row[0] is kind]
        if kind is Role.MANAGER:
            hats += [Hat(kind, *row[1:], current=False) for row in held]
        elif held:
            hats.append(Hat(kind))
    chosen = [hat for hat in hats if (hat.role, hat.organisation_id) == (role, organisation_id)]
    current = chosen[0] if chosen else hats[0] if hats else None
    return tuple(
        Hat(h.role, h.organisation_id, h.organisation_slug, h.organisation_name, h is current)
        for h in hats
    )


@dataclass(frozen=True, slots=True)
class Limit:
    """How many tries are taken within a length of time, for one account and for one network.

    A hospital may have a single address for everybody, hence the larger figure for networks.
    """

    purpose: str
    account: int
    network: int
    within: timedelta


SIGNING_IN = Limit("sign_in", 10, 100, timedelta(minutes=15))
PROVING = Limit("present_password", 10, 100, timedelta(minutes=15))
ASKING_PASSWORD = Limit("new_password", 3, 30, timedelta(hours=1))
ASKING_ADDRESS = Limit("new_address", 5, 30, timedelta(hours=1))


def minutes_to_wait(since: datetime, within: timedelta, now: datetime) -> int:
    """Whole minutes until tries are taken again: at least one, never more than the period."""
    left = min(since + within - now, within)
    return max(1, -(-left // timedelta(minutes=1)))


def network_of(address: str) -> str:
    """What one subscriber holds: an IPv4 address, or the first 64 bits of an IPv6 one."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(IPv6Address(int(parsed) >> 64 << 64))


# Measured: 19-37 ms with 19 MiB; never inside a transaction, two at a time.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
AT_ONCE = BoundedSemaphore(2)
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
NOBODY = HASHER.hash("a password that nobody has")
"""Checked for unknown addresses, so that they cost the same."""


def hash_password(password: str) -> str:
    """An argon2id hash."""
    with AT_ONCE:
        return HASHER.hash(password)


def password_fits(hashed: str | None, password: str) -> bool:
    """Whether the password is the one; the same work when there is nobody (None)."""
    with AT_ONCE:
        try:
            return HASHER.verify(hashed or NOBODY, password) and hashed is not None
        except VerificationError:
            return False


# What most guessed passwords are made of; digits and marks around them add nothing.
COMMON = re.compile(
    "(motdepasse|password|passwort|contrasena|azerty|azertyuiop|qwerty|qwertyuiop|bienvenue"
    "|welcome|bonjour|soleil|chocolat|doudou|loulou|marseille|iloveyou|jetaime|administrateur"
    "|administrator|admin|letmein|changeme|changezmoi|sunshine|princess|football|monkey|dragon"
    "|superman|sillage|pairaidance|pairaidant|secret)+"
)
RUNS = (
    "0123456789" * 3,
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertyuiopasdfghjklzxcvbnm",
    "abcdefghijklmnopqrstuvwxyz" * 2,
)
FEWEST_SIGNS = 5


def refuse_weak(password: str, *, address: str) -> None:
    """RuleBroken("password", …) for a password that is short, well known or the own address."""
    if len(password) < SHORTEST_PASSWORD:
        raise RuleBroken(
            "password", _("Use at least 12 characters. A short sentence is easy to remember.")
        )
    if _is_guessed_first(password):
        raise RuleBroken(
            "password", _("Many people use this password. Choose words that only you put together.")
        )
    if _is_address(password, address):
        raise RuleBroken("password", _("Choose something other than your e-mail address."))


def _is_guessed_first(password: str) -> bool:
    signs = re.sub(r"[\W_]", "", fold(password)) or password
    if len(set(signs)) < FEWEST_SIGNS:
        return True
    if any(signs in run or signs in run[::-1] for run in RUNS):
        return True
    return COMMON.fullmatch(re.sub(r"\d", "", signs)) is not None


def _is_address(password: str, address: str) -> bool:
    own = fold_address(address)
    local = own.partition("@")[0]
    return fold_address(password) == own or fold(password).strip("0123456789!?.") == fold(local)
