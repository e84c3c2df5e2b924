"""Hours of supervision: standings that rest on signatures, minutes that are those signed."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import case, exists, select
from sqlalchemy.orm import aliased

from lms.app.invariants.found import Grounds
from lms.supervision.models import (
    Participation,
    Signature,
    Standing,
    SupervisionSession,
)
from lms.supervision.queries import supervision_minutes
from lms.supervision.queries.versions import counts
from lms.supervision.rules.signing import ANSWERS

Answer = aliased(Signature, name="answer")


def standings(on: Grounds) -> Iterator[str]:
    """A standing without its signatures, or signatures without the standing."""
    signed = exists().where(
        Signature.participation_id == Participation.id,
        Signature.person_id == SupervisionSession.supervisor_id,
        Signature.standing == Standing.SIGNED,
    )
    answered = exists().where(
        Answer.participation_id == Participation.id,
        Answer.person_id == Participation.trainee_id,
        Answer.standing == Participation.standing,
    )
    answers = exists().where(
        Answer.participation_id == Participation.id, Answer.standing.in_(ANSWERS)
    )
    right = case(
        (Participation.standing == Standing.LOGGED, ~signed & ~answers),
        (Participation.standing == Standing.SIGNED, signed & ~answers),
        else_=signed & answered,
    )
    rows = (
        select(Participation.public_id, Participation.standing)
        .join(SupervisionSession, SupervisionSession.id == Participation.session_id)
        .where(~right)
    )
    for public_id, standing in on.rows(rows):
        yield f"record {public_id} is {standing}, its signatures say otherwise"


def minutes(on: Grounds) -> Iterator[str]:
    """A person's hours in an organisation that are not the sum of what was signed there."""
    for trainee_id, organisation_id in on.rows(
        select(Participation.trainee_id, Participation.organisation_id).distinct()
    ):
        told = supervision_minutes(on.session, trainee_id, organisation_id, now=on.now)
        signed = _signed_minutes(on, trainee_id, organisation_id)
        if told.counted + told.unanswered + told.pending != signed:
            yield f"person {trainee_id} in organisation {organisation_id}: hours and signatures"


def _signed_minutes(on: Grounds, trainee_id: int, organisation_id: int) -> int:
    """The minutes that the supervisors' signatures attest, and those not signed yet."""
    rows = (
        select(Participation.minutes, Signature.facts)
        .outerjoin(
            Signature,
            (Signature.participation_id == Participation.id)
            & (Signature.standing == Standing.SIGNED),
        )
        .where(
            Participation.trainee_id == trainee_id,
            Participation.organisation_id == organisation_id,
            counts(on.now),
        )
    )
    return sum(facts["minutes"] if facts else minutes for minutes, facts in on.rows(rows))
