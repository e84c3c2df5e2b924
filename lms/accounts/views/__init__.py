"""Pages of accounts: the door, second factors, passwords, the account, its address."""

from lms.accounts.views import (
    account,
    addresses,
    confirming,
    door,
    factors,
    links,
    passkeys,
    passwords,
    second_factor,
    sign_ins,
)
from lms.accounts.views.blueprint import bp

__all__ = [
    "account",
    "addresses",
    "bp",
    "confirming",
    "door",
    "factors",
    "links",
    "passkeys",
    "passwords",
    "second_factor",
    "sign_ins",
]
