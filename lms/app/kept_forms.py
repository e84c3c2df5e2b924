"""Forms kept over a sign-in: whose they are, and the drafts that hold them."""

from __future__ import annotations

from lms.drafts.operations import forget_form, keep_form
from lms.drafts.queries import holder_of, kept_form
from lms.web.database import db
from lms.web.guard import acting
from lms.web.kept import Sent
from lms.web.page import keys, new_token, now


class KeptForms:
    """The keeper that `lms.web.kept` asks."""

    never = frozenset({"accounts"})
    """What proves or changes who somebody is."""

    def keep(self, sent: Sent, *, shown_under: str, by: int | None) -> str | None:
        """Keep the form in a transaction of its own: the request's may be refused."""
        db.let_go()
        with db.writing() as session:
            person_id = holder_of(session, shown_under)
            if person_id is None or by not in (None, person_id):
                return None
            return keep_form(
                session,
                keys(),
                sent.path,
                sent.values,
                person_id=person_id,
                now=now(),
                public_id=new_token(),
            )

    def look(self, public_id: str) -> Sent | None:
        """The form, for the person who acts."""
        who = acting()
        if who is None:
            return None
        found = kept_form(db.session, keys(), who.person_id, public_id, now=now())
        return None if found is None else Sent(*found)

    def forget(self, public_id: str) -> None:
        """Delete it, if it is the actor's."""
        who = acting()
        if who is not None:
            forget_form(db.session, who.person_id, public_id)
