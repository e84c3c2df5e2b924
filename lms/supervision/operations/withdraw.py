"""Taking back a record that was shared with the wrong person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.supervision.models import Participation, Standing
from lms.supervision.operations.journaling import journal_act
from lms.supervision.queries.records import Record


def withdraw_record(session: Session, record: Record, *, now: datetime) -> bool:
    """Hide the shared text from the trainee at once; whether it had been opened by then.

    Refused once the record is signed. Withdrawing what is not shared changes nothing.
    """
    if not record.mine:
        raise NotThere
    if record.standing is not Standing.LOGGED or record.revision:
        raise RuleBroken("", _("You signed this session: the shared record stays as it is."))
    if record.shared_at is None:
        return record.opened_at is not None
    session.execute(
        update(Participation)
        .where(Participation.id == record.id, Participation.standing == Standing.LOGGED)
        .values(shared_at=None, withdrawn_at=now)
    )
    opened = record.opened_at is not None
    journal_act(session, record, "supervision.withdraw_record", now=now, opened=opened)
    return opened
