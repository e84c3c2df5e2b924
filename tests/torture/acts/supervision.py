"""Sessions, records, texts, signatures, corrections and agreements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from lms.accounts.models import Membership, Person
from lms.kernel.actor import Role
from lms.supervision.operations.propose_agreement import ProposeAgreement, propose_agreement
from lms.web.page import new_token, now
from tests.make import today
from tests.privacy.aide_memoires import ask_for, keep_aide_memoire
from tests.supervision.held import revision_of
from tests.torture.acts.stage import Act, Press, Stage

FACTS: dict[str, Any] = {"length": "45", "mode": "video", "confirmed": "y"}


def log_session(stage: Stage) -> Press:
    one = stage.earned()
    chosen = {"people": [one.agreement.public_id], **FACTS}
    return stage.supervising("/sessions/new", **chosen)


def correct_session(stage: Stage) -> Press:
    page = f"/sessions/{stage.held().session.public_id}/correct"
    return stage.supervising(page, **FACTS)


def delete_session(stage: Stage) -> Press:
    page = f"/sessions/{stage.held().session.public_id}"
    return stage.supervising(page, f"{page}/delete")


def sign(stage: Stage) -> Press:
    return stage.supervising(f"{stage.held().address}/sign")


def answer(stage: Stage) -> Press:
    held = stage.held(signs=True)
    return stage.learning(held.trainee, f"{held.address}/answer/comment", text="Un mot.")


def write_text(stage: Stage) -> Press:
    address = stage.held().address
    return stage.supervising(address, f"{address}/texts/shared", text="Le cadre.", act="share")


def autosave(stage: Stage) -> Press:
    held = stage.held()
    path = f"{held.address}/texts/own/autosave"
    fields = {"version": "0", "text": "Des mots."}
    return Press("/accessibility", path, held.trainee, Role.TRAINEE, fields=fields, scripted=True)


def withdraw(stage: Stage) -> Press:
    held = stage.held()
    held.part.shared_at = now()
    return stage.supervising(held.address, f"{held.address}/withdraw")


def revise(stage: Stage) -> Press:
    page = f"{stage.held(signs=True).address}/revise"
    return stage.supervising(page, reason="length", length="45")


def withdraw_correction(stage: Stage) -> Press:
    page = f"/records/{revision_of(stage.make, stage.held()).public_id}"
    return stage.supervising(page, f"{page}/withdraw-revision")


def release(stage: Stage) -> Press:
    held = stage.held()
    keep_aide_memoire(stage.make.session, stage.keys, held, "Des mots.")
    ask_for(stage.make.session, held)
    return stage.supervising(f"{held.address}/release", answer="whole")


def propose(stage: Stage) -> Press:
    supervisor, trainee = _hats(stage, stage.trainee())
    page = f"/orgs/{stage.organisation.slug}/agreements/new"
    return stage.managing(f"{page}?trainee={trainee}&supervisor={supervisor}")


def _hats(stage: Stage, trainee: Person) -> Sequence[str]:
    """The supervisor's membership and the trainee's."""
    return stage.make.session.scalars(
        select(Membership.public_id)
        .where(Membership.person_id.in_([trainee.id, stage.at[2].id]))
        .order_by(Membership.role == Role.TRAINEE)
    ).all()


def _proposed(stage: Stage) -> tuple[Person, str]:
    """Somebody who has not answered a proposal yet, and its address."""
    trainee = stage.trainee()
    supervisor, hat = _hats(stage, trainee)
    order = ProposeAgreement(supervisor=supervisor, trainee=hat, starts_on=today())
    made = propose_agreement(
        stage.make.session,
        order,
        organisation_id=stage.organisation.id,
        proposed_by=stage.at[1].id,
        today=today(),
        now=now(),
        public_id=new_token(),
    )
    return trainee, f"/agreements/{made.public_id}"


def accept(stage: Stage) -> Press:
    trainee, page = _proposed(stage)
    return stage.learning(trainee, page, f"{page}/accept")


def decline(stage: Stage) -> Press:
    trainee, page = _proposed(stage)
    return stage.learning(trainee, page, f"{page}/decline")


def withdraw_proposal(stage: Stage) -> Press:
    _trainee, page = _proposed(stage)
    return stage.managing(page, f"{page}/withdraw")


def end(stage: Stage) -> Press:
    return stage.supervising(f"/agreements/{stage.earned().agreement.public_id}/end")


SUPERVISION = {
    "supervision.log_session": Act(log_session, devices=False),
    "supervision.correct_session": Act(correct_session, devices=False),
    "supervision.delete_session": Act(delete_session),
    "supervision.sign": Act(sign),
    "supervision.answer": Act(answer),
    "supervision.write_record_text": Act(write_text),
    "supervision.autosave_text": Act(autosave),
    "supervision.withdraw": Act(withdraw),
    "supervision.revise": Act(revise),
    "supervision.withdraw_correction": Act(withdraw_correction),
    "supervision.release": Act(release),
    "supervision.propose_agreement": Act(propose),
    "supervision.accept_agreement": Act(accept),
    "supervision.decline_agreement": Act(decline),
    "supervision.withdraw_proposal": Act(withdraw_proposal),
    "supervision.end_agreement": Act(end),
}
