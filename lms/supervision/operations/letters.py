"""Neutral mails about agreements: that something waits, never what, with whom or why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.kernel.text import Text, _
from lms.outbox.operations import Mail, post
from lms.supervision.models import Agreement


def tell(
    session: Session,
    agreement: Agreement,
    person_ids: Iterable[int],
    line: Text,
    *,
    act: str,
    now: datetime,
) -> None:
    """Mail each person that the agreement's page has something for them.

    The mail's id comes from the agreement and the act, so that no retry can send it twice.
    """
    people = session.execute(
        select(Person.id, Person.email, Person.locale).where(Person.id.in_(set(person_ids)))
    )
    for person in people:
        side = "s" if person.id == agreement.supervisor_id else "t"
        mail = Mail(
            to_address=person.email,
            locale=person.locale,
            subject=_("A document is waiting for you"),
            lines=(line, _("Sign in to read it. This message contains nothing else.")),
            link=f"/agreements/{agreement.public_id}",
        )
        post(session, mail, now=now, message_id=f"{agreement.public_id}.{act}.{side}")
