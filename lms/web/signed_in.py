"""Flask-Login's user: an opaque token whose row says who acts."""

from __future__ import annotations

from flask_login import UserMixin

from lms.kernel.actor import Actor


class SignedIn(UserMixin):
    """Somebody signed in on this device."""

    def __init__(self, token: str, actor: Actor) -> None:
        self.token = token
        self.actor = actor

    def get_id(self) -> str:
        """The token; the database holds only its hash."""
        return self.token
