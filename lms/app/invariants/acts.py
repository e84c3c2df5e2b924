"""The journal: each certificate, signature and agreement has its act, each act its deed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute

from lms.accounts.models import Person, PersonState
from lms.app.invariants.found import Grounds
from lms.certification.models import Certificate, CertificateState
from lms.journal.models import JournalEntry
from lms.journal.operations import marks_in
from lms.journal.queries import check_chain
from lms.journal.rules.marks import MarkRefused, public_key, standing
from lms.supervision.models import Agreement, Participation, Signature, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What acts leave: `rows` selects the public ids that the acts name as their subject."""

    kind: str
    actions: tuple[str, ...]
    rows: Select[str]
    subject: InstrumentedAttribute[str]
    at: InstrumentedAttribute[Any]
    by: InstrumentedAttribute[int] | None = None


def _signature(action: str, which: ColumnElement[bool]) -> Deed:
    part = Participation
    rows = select(part.public_id).join(Signature, Signature.participation_id == part.id)
    return Deed(
        kind="participation",
        actions=(action,),
        rows=rows.where(which),
        subject=part.public_id,
        at=Signature.signed_at,
        by=Signature.person_id,
    )


_certificates = select(Certificate.public_id)
DEEDS = (
    Deed(
        kind="certificate",
        actions=("certification.issue", "certification.replace"),
        rows=_certificates,
        subject=Certificate.public_id,
        at=Certificate.issued_at,
        by=Certificate.issued_by,
    ),
    Deed(
        kind="certificate",
        actions=("certification.withdraw",),
        rows=_certificates.where(Certificate.state == CertificateState.WITHDRAWN),
        subject=Certificate.public_id,
        at=Certificate.closed_at,
    ),
    _signature("supervision.sign_record", Signature.standing == Standing.SIGNED),
    _signature("supervision.answer_record", Signature.standing != Standing.SIGNED),
    Deed(
        kind="agreement",
        actions=("supervision.propose_agreement",),
        rows=select(Agreement.public_id),
        subject=Agreement.public_id,
        at=Agreement.proposed_at,
        by=Agreement.proposed_by,
    ),
)


def without_act(on: Grounds) -> Iterator[str]:
    """Deeds that nobody did, as far back as the journal reaches."""
    since = on.session.scalar(select(func.min(JournalEntry.at))) or on.now
    for deed in DEEDS:
        act = exists().where(
            JournalEntry.subject_kind == deed.kind,
            JournalEntry.subject_id == deed.subject,
            JournalEntry.action.in_(deed.actions),
            JournalEntry.actor_id == (JournalEntry.actor_id if deed.by is None else deed.by),
        )
        for (public_id,) in on.rows(deed.rows.where(deed.at >= since, ~act)):
            yield f"{deed.kind} {public_id} has no act {' or '.join(deed.actions)}"


def without_deed(on: Grounds) -> Iterator[str]:
    """Acts whose subject is not there; of an erased person nothing needs to be."""
    erased = select(Person.id).where(Person.state == PersonState.ERASED)
    for deed in DEEDS:
        acts = select(JournalEntry.id, JournalEntry.action).where(
            JournalEntry.subject_kind == deed.kind,
            JournalEntry.action.in_(deed.actions),
            JournalEntry.subject_id.not_in(deed.rows),
            func.coalesce(JournalEntry.about_person_id, 0).not_in(erased),
        )
        for entry_id, action in on.rows(acts):
            yield f"journal entry {entry_id} tells of {action}, and nothing was done"


def chain(on: Grounds) -> Iterator[str]:
    """The first entry that is not what was sealed, or a mark outside that nobody here made."""
    ours = public_key(on.keys)
    try:
        marks = standing(marks_in(on.anchors, ours)) if on.anchors.exists() else ()
    except MarkRefused as refused:
        yield f"the anchor file: {refused}"
        return
    fault = check_chain(on.session, marks, signed_by=ours).fault
    if fault is not None:
        yield f"entry {fault.sequence} {fault.words}"
