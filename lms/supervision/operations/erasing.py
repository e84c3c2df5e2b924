"""Forgetting what was written in supervision when one side is erased; the signed facts stay."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from lms.accounts.operations.erasing import living_memberships
from lms.journal.operations import record
from lms.kernel.keys import Keys
from lms.kernel.text import ERASED_PERSON
from lms.supervision.models import (
    Participation,
    ReleasedText,
    ReleaseRequest,
    ReleaseState,
    SessionText,
    Signature,
    SupervisionSession,
    TextKind,
)
from lms.supervision.operations.end_agreement import end_agreements_of
from lms.supervision.rules.signing import Signed


def forget_supervision(
    session: Session, keys: Keys, person_id: int, *, today: date, now: datetime
) -> None:
    """End the person's agreements and delete the texts that go with them.

    As a trainee: every text of their records, whoever wrote it. As a supervisor: their
    aide-mémoires; the records that they shared stay with the trainees.
    """
    for membership in living_memberships(session, person_id):
        end_agreements_of(session, membership.id, on=today, now=now)
    _forget_releases(session, person_id, now)
    as_trainee = select(Participation.id).where(Participation.trainee_id == person_id)
    written = (SessionText.author_id == person_id) & (SessionText.kind == TextKind.PRIVATE)
    session.execute(
        delete(SessionText).where(or_(SessionText.participation_id.in_(as_trainee), written))
    )
    _forget_name(session, keys, person_id, now)


def _forget_releases(session: Session, person_id: int, now: datetime) -> None:
    asked = select(ReleaseRequest.id).where(ReleaseRequest.asker_id == person_id)
    session.execute(delete(ReleasedText).where(ReleasedText.request_id.in_(asked)))
    session.execute(delete(ReleaseRequest).where(ReleaseRequest.asker_id == person_id))
    waiting = (ReleaseRequest.author_id == person_id, ReleaseRequest.state == ReleaseState.ASKED)
    session.execute(
        update(ReleaseRequest).where(*waiting).values(state=ReleaseState.GONE, answered_at=now)
    )


def _forget_name(session: Session, keys: Keys, person_id: int, now: datetime) -> None:
    """Take the person's name out of the sentences that the other sides signed.

    The facts name people by their public id and stay as they are. The digest is made anew over
    the sentence without the name; the journal keeps the one before. A digest that was wrong
    already stays wrong, so that tampering remains visible.
    """
    rows = session.execute(
        select(Signature, Participation)
        .join(Participation, Participation.id == Signature.participation_id)
        .join(SupervisionSession, SupervisionSession.id == Participation.session_id)
        .where(
            Signature.person_id != person_id,
            or_(
                Participation.trainee_id == person_id,
                SupervisionSession.supervisor_id == person_id,
            ),
        )
    ).all()
    for signature, part in rows:
        side = "trainee" if part.trainee_id == person_id else "supervisor"
        before = signature.digest
        whole = _signed(signature).digest(keys) == before
        signature.sentence = _without(signature.sentence, side)
        if whole:
            signature.digest = _signed(signature).digest(keys)
        record(
            session,
            "supervision.erase_name",
            now=now,
            actor_id=None,
            subject=("participation", part.public_id),
            about=person_id,
            organisation_id=part.organisation_id,
            digest_before=before,
        )
    session.flush()


def _without(sentence: dict[str, object], side: str) -> dict[str, object]:
    kept = deepcopy(sentence)
    sentences = kept["sentences"]
    if isinstance(sentences, list):
        for one in sentences:
            if side in one["params"]:
                one["params"][side] = ERASED_PERSON
    return kept


def _signed(signature: Signature) -> Signed:
    return Signed(
        facts=signature.facts,
        sentence=signature.sentence,
        person_id=signature.person_id,
        standing=signature.standing,
        factor=signature.factor,
        signed_at=signature.signed_at,
    )
