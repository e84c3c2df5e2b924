"""Pages of accounts: the door, passwords, the account, its address."""

from lms.accounts.views import account, addresses, door, passwords, sign_ins
from lms.accounts.views.blueprint import bp

__all__ = ["account", "addresses", "bp", "door", "passwords", "sign_ins"]
