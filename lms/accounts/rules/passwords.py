"""Pure rules of passwords: how they are kept, and which are too weak."""

from __future__ import annotations

import re
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from lms.kernel.folding import fold, fold_address
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _

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
