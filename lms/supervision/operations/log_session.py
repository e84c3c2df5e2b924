"""A supervisor logs a session that was held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from lms.journal.operations import record
from lms.kernel.actor import Role
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _, ngettext
from lms.supervision.models import Participation, SessionMode, Standing, SupervisionSession
from lms.supervision.queries.days import HeldThatDay, held_that_day
from lms.supervision.queries.people import ActiveAgreement, active_agreements
from lms.supervision.rules import sessions as rules


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSession:
    """A session that was held: with whom (public ids of agreements), when, how long and how."""

    people: tuple[str, ...]
    held_on: date
    minutes: int
    mode: SessionMode
    own_minutes: Mapping[str, int] = field(default_factory=dict)
    """The minutes of those who stayed for another length, by the agreement's public id."""
    confirmed: bool = False
    """Whether the same person was really met twice on that day."""

    def minutes_of(self, agreement_public_id: str) -> int:
        """The minutes of one person."""
        return self.own_minutes.get(agreement_public_id, self.minutes)


def log_session(
    session: Session,
    order: LogSession,
    *,
    supervisor_id: int,
    today: date,
    now: datetime,
    public_id: str,
    record_ids: Sequence[str],
) -> SupervisionSession:
    """Record a session, one part per person; `record_ids` has a fresh id for each. Commits not."""
    kind = rules.kind_of(len(set(order.people)))
    rules.refuse_day(order.held_on, today)
    agreements = _agreements(session, order, supervisor_id, today)
    refuse_minutes_of(order, agreements)
    already = held_that_day(session, [a.trainee_id for a in agreements], order.held_on, now=now)
    refuse_full_days(order, agreements, already, supervisor_id=supervisor_id)
    if not order.confirmed:
        _refuse_same_again(agreements, already, supervisor_id, order.held_on)
    held = SupervisionSession(
        public_id=public_id,
        supervisor_id=supervisor_id,
        held_on=order.held_on,
        kind=kind,
        mode=order.mode,
        logged_at=now,
    )
    session.add(held)
    session.flush()
    # In one statement, however large the group.
    keyed = zip(agreements, record_ids[: len(agreements)], strict=True)
    session.execute(insert(Participation), [_part(held, a, order, key) for a, key in keyed])
    _journal(session, held, agreements, now)
    return held


def refuse_minutes_of(order: LogSession, agreements: Sequence[ActiveAgreement]) -> None:
    """`RuleBroken` when somebody's minutes are not those of a session."""
    rules.refuse_minutes("minutes", order.minutes)
    for agreement in agreements:
        rules.refuse_minutes("own_minutes", order.minutes_of(agreement.public_id))


def refuse_full_days(
    order: LogSession,
    agreements: Sequence[ActiveAgreement],
    already: Sequence[HeldThatDay],
    *,
    supervisor_id: int,
) -> None:
    """`RuleBroken` when somebody's sessions of that day, as far as they are known here, would pass
    24 hours.
    """
    for agreement in agreements:
        known = (h for h in already if h.is_known_in(agreement.organisation_id, supervisor_id))
        before = sum(h.minutes for h in known if h.trainee_id == agreement.trainee_id)
        rules.refuse_full_day(before, order.minutes_of(agreement.public_id), name=agreement.name)


def _agreements(
    session: Session, order: LogSession, supervisor_id: int, today: date
) -> tuple[ActiveAgreement, ...]:
    found = active_agreements(session, supervisor_id, order.people, today=today)
    if len(found) < len(set(order.people)):
        raise RuleBroken("people", _("You do not supervise one of these people today."))
    if len({agreement.trainee_id for agreement in found}) < len(found):
        raise RuleBroken(
            "people", _("The same person is chosen twice: choose the organisation that counts.")
        )
    for agreement in found:
        rules.refuse_outside_agreement(
            order.held_on, agreement.starts_on, agreement.ends_on, name=agreement.name
        )
    return found


def _refuse_same_again(
    agreements: Sequence[ActiveAgreement],
    already: Sequence[HeldThatDay],
    supervisor_id: int,
    held_on: date,
) -> None:
    mine = {h.trainee_id for h in already if h.supervisor_id == supervisor_id}
    names = [agreement.name for agreement in agreements if agreement.trainee_id in mine]
    if names:
        raise RuleBroken(
            "confirmed",
            ngettext(
                "You have already logged a session on %(day)s with %(names)s."
                " If there were two, tick the box.",
                "You have already logged sessions on %(day)s with %(names)s."
                " If there were two for each, tick the box.",
                len(names),
                day=held_on,
                names=", ".join(names),
            ),
        )


def _part(
    held: SupervisionSession, agreement: ActiveAgreement, order: LogSession, record_id: str
) -> dict[str, Any]:
    return {
        "public_id": record_id,
        "session_id": held.id,
        "held_on": held.held_on,
        "agreement_id": agreement.id,
        "organisation_id": agreement.organisation_id,
        "trainee_id": agreement.trainee_id,
        "minutes": order.minutes_of(agreement.public_id),
        "standing": Standing.LOGGED,
    }


def _journal(
    session: Session,
    held: SupervisionSession,
    agreements: Sequence[ActiveAgreement],
    now: datetime,
) -> None:
    for agreement in agreements:
        record(
            session,
            "supervision.log_session",
            now=now,
            actor_id=held.supervisor_id,
            subject=("session", held.public_id),
            about=agreement.trainee_id,
            organisation_id=agreement.organisation_id,
            role=Role.SUPERVISOR,
        )
