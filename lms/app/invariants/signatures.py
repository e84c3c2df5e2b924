"""Signatures: what they cover is what was signed, and what the rows still say."""

from __future__ import annotations

from collections.abc import Iterator
from hmac import compare_digest

from sqlalchemy import select
from sqlalchemy.orm import aliased

from lms.accounts.models import Person
from lms.app.invariants.found import Grounds
from lms.supervision.models import Participation, Signature, SupervisionSession
from lms.supervision.rules.signing import Facts, Signed

Supervisor, Trainee = aliased(Person), aliased(Person)


def digests(on: Grounds) -> Iterator[str]:
    """Signatures whose keyed digest is not that of their sentence, facts, person and instant."""
    rows = select(
        Signature.id,
        Signature.facts,
        Signature.sentence,
        Signature.person_id,
        Signature.standing,
        Signature.factor,
        Signature.signed_at,
        Signature.digest,
    )
    for signature_id, *signed, digest in on.rows(rows):
        facts, sentence, person_id, standing, factor, signed_at = signed
        again = Signed(
            facts=facts,
            sentence=sentence,
            person_id=person_id,
            standing=standing,
            factor=factor,
            signed_at=signed_at,
        ).digest(on.keys)
        if not compare_digest(again, digest):
            yield f"signature {signature_id} is not what was signed"


def facts(on: Grounds) -> Iterator[str]:
    """Records whose day, minutes, kind or people are no longer those that were signed."""
    part, held = Participation, SupervisionSession
    rows = (
        select(
            Signature.id,
            Signature.facts,
            held.public_id,
            part.public_id,
            held.held_on,
            part.minutes,
            held.kind,
            Supervisor.public_id,
            Trainee.public_id,
        )
        .join(part, part.id == Signature.participation_id)
        .join(held, held.id == part.session_id)
        .join(Supervisor, Supervisor.id == held.supervisor_id)
        .join(Trainee, Trainee.id == part.trainee_id)
    )
    for signature_id, signed, *present in on.rows(rows):
        if signed != _facts(*present).document():
            yield f"signature {signature_id}: the record says something else now"


def _facts(*values: object) -> Facts:
    names = ("session", "participation", "held_on", "minutes", "kind", "supervisor", "trainee")
    return Facts(**dict(zip(names, values, strict=True)))  # type: ignore[arg-type]
