"""Exempting somebody with a reason and what it rests on, and withdrawing it with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assessment.models import ExemptionFile, ExemptionText, ExemptionTextKind
from lms.assessment.operations.letters import tell_exempted
from lms.assessment.rules.exemptions import (
    exemption_file_place,
    exemption_name_place,
    exemption_text_place,
)
from lms.assessment.rules.files import TakenFile
from lms.catalogue.rules.outline import ActivityOutline, VersionOutline
from lms.drafts.operations.drafts import too_long
from lms.drafts.rules import LONGEST
from lms.kernel.keys import Keys
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import Text, _
from lms.learning.models import Exemption
from lms.learning.operations import exemptions as learning
from lms.learning.operations.exemptions import Exempting
from lms.learning.operations.moves import held_enrolment
from lms.storage.operations import Store, keep
from lms.vault.operations import seal
from lms.vault.operations.files import seal_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Exempt:
    """`scope` is the slug of a module, or "slug/number" for one of its steps."""

    scope: str
    reason: str
    evidence: str
    file: TakenFile | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawExemption:
    """Why the steps are asked again."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accompanying:
    """Who exempts, when; `new_id` gives a public id at each call."""

    by: int
    today: date
    now: datetime
    new_id: Callable[[], str]

    @property
    def how(self) -> Exempting:
        """The same for the room below."""
        return Exempting(by=self.by, today=self.today, now=self.now)


def exempt(
    session: Session,
    keys: Keys,
    store: Store,
    order: Exempt,
    enrolment_id: int,
    version: VersionOutline,
    act: Accompanying,
) -> Exemption:
    """Exempt somebody whom the caller accompanies; the page was fetched for them."""
    _require("reason", order.reason, _("Say why nothing is asked there."))
    _require("evidence", order.evidence, _("Say what the exemption rests on."))
    enrolment = held_enrolment(session, enrolment_id)
    if enrolment.version_id != version.id:
        raise RuleBroken("scope", _("The training moved to another version meanwhile."))
    steps, whole = _steps(version, order.scope)
    made = learning.exempt(
        session, enrolment, steps, act.how, whole_module=whole, public_id=act.new_id()
    )
    _keep_text(session, keys, made, ExemptionTextKind.REASON, order.reason, act)
    _keep_text(session, keys, made, ExemptionTextKind.EVIDENCE, order.evidence, act)
    if order.file is not None:
        _keep_file(session, keys, store, made, order.file, act)
    tell_exempted(session, made, act="given", now=act.now)
    return made


def withdraw_exemption(
    session: Session, keys: Keys, order: WithdrawExemption, public_id: str, act: Accompanying
) -> None:
    """Withdraw an exemption, once; the caller fetched it for whoever accompanies the person."""
    _require("reason", order.reason, _("Say why it is withdrawn: the person reads it."))
    made = session.scalars(select(Exemption).where(Exemption.public_id == public_id)).one()
    enrolment = held_enrolment(session, made.enrolment_id)
    learning.withdraw_exemption(session, enrolment, made, act.how)
    _keep_text(session, keys, made, ExemptionTextKind.WITHDRAWAL, order.reason, act)
    tell_exempted(session, made, act="withdrawn", now=act.now)


def _steps(version: VersionOutline, scope: str) -> tuple[tuple[ActivityOutline, ...], bool]:
    slug, _slash, number = scope.partition("/")
    module = version.module(slug)
    if module is None:
        raise RuleBroken("scope", _("Choose a module or a step."))
    if not number:
        return module.activities, True
    step = module.step(int(number)) if number.isdecimal() and len(number) < 4 else None
    if step is None:
        raise RuleBroken("scope", _("Choose a module or a step."))
    return (step,), False


def _require(field: str, words: str, missing: Text) -> None:
    if not words.strip():
        raise RuleBroken(field, missing)
    if len(words) > LONGEST:
        raise RuleBroken(field, too_long(len(words)))


def _keep_text(
    session: Session,
    keys: Keys,
    made: Exemption,
    kind: ExemptionTextKind,
    words: str,
    act: Accompanying,
) -> None:
    public_id = act.new_id()
    place = exemption_text_place(public_id, made.person_id, made.organisation_id)
    session.add(
        ExemptionText(
            public_id=public_id,
            exemption_id=made.id,
            kind=kind,
            author_id=act.by,
            sealed=seal(session, keys, place, words, now=act.now),
        )
    )


def _keep_file(
    session: Session,
    keys: Keys,
    store: Store,
    made: Exemption,
    file: TakenFile,
    act: Accompanying,
) -> None:
    public_id, where = act.new_id(), (made.person_id, made.organisation_id)
    # The texts came first: the person has a key.
    name = seal(session, keys, exemption_name_place(public_id, *where), file.name, now=act.now)
    sealed = seal_file(session, keys, exemption_file_place(public_id, *where), file.content)
    session.add(
        ExemptionFile(
            public_id=public_id,
            exemption_id=made.id,
            author_id=act.by,
            kind=file.kind,
            size=len(file.content),
            kept_as=keep(store, sealed.content),
            file_key=sealed.key,
            sealed=name,
        )
    )
