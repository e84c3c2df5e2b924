"""Flask-Login's user: an opaque token whose row says who acts."""

from __future__ import annotations

from flask_login import UserMixin

from lms.kernel.actor import Actor, Asked


class SignedIn(UserMixin):
    """Somebody signed in on this device."""

    def __init__(self, token: str, actor: Actor, asked: Asked = Asked.NOTHING) -> None:
        """`asked`: what this person must still show; until then they are nobody to the pages."""
        self.token = token
        self.actor = actor
        self.asked = asked

    def get_id(self) -> str:
        """The token; the database holds only its hash."""
        return self.token
