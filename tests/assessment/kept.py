"""A work and an exemption in the database, for tests of other rooms."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assessment.models import (
    ExemptionFile,
    ExemptionText,
    ExemptionTextKind,
    FileKind,
    Work,
    WorkFile,
    WorkText,
    WorkTextKind,
)
from lms.assessment.rules.exemptions import (
    exemption_file_place,
    exemption_name_place,
    exemption_text_place,
)
from lms.assessment.rules.work import file_place, name_place, text_place
from lms.catalogue.models import Activity, ActivityKind, Module
from lms.kernel.keys import Keys
from lms.learning.models import Enrolment, ExemptedStep, Exemption
from lms.storage.operations import Store, keep
from lms.vault.operations import seal
from lms.vault.operations.files import seal_file
from lms.web.page import new_token, now
from tests.make import today


def kept_work(
    session: Session, keys: Keys, store: Store, enrolment: Enrolment, words: str
) -> tuple[Work, WorkFile]:
    """A work that waits, for the first reflection of the version, with its words and a file."""
    steps = select(Activity.id).join(Module, Module.id == Activity.module_id)
    mine = steps.where(
        Module.version_id == enrolment.version_id, Activity.kind == ActivityKind.REFLECTION
    )
    work = Work(
        public_id=new_token(),
        person_id=enrolment.person_id,
        enrolment_id=enrolment.id,
        organisation_id=enrolment.organisation_id,
        activity_id=session.scalars(mine.order_by(Module.position)).first(),
        number=1,
        handed_in_at=now(),
        handed_in_on=today(),
    )
    session.add(work)
    session.flush()
    where, text, named = (work.person_id, work.organisation_id), new_token(), new_token()
    sealed = seal(session, keys, text_place(text, *where), words, now=now())
    made = WorkText(
        public_id=text,
        work_id=work.id,
        kind=WorkTextKind.WORDS,
        author_id=work.person_id,
        sealed=sealed,
    )
    name = seal(session, keys, name_place(named, *where), f"{words}.pdf", now=now())
    content = seal_file(session, keys, file_place(named, *where), b"%PDF-1.7 travail")
    file = WorkFile(
        public_id=named,
        work_id=work.id,
        position=1,
        kind=FileKind.PDF,
        size=16,
        kept_as=keep(store, content.content),
        file_key=content.key,
        sealed=name,
    )
    session.add_all([made, file])
    session.flush()
    return work, file


def kept_exemption(
    session: Session, keys: Keys, store: Store, enrolment: Enrolment, words: str, *, by: int
) -> tuple[Exemption, ExemptionFile]:
    """An exemption from the first step of the version, with its words and a file."""
    made = Exemption(
        public_id=new_token(),
        person_id=enrolment.person_id,
        enrolment_id=enrolment.id,
        organisation_id=enrolment.organisation_id,
        whole_module=False,
        given_by=by,
        given_on=today(),
        given_at=now(),
    )
    session.add(made)
    session.flush()
    steps = select(Activity.id).join(Module, Module.id == Activity.module_id)
    first = steps.where(Module.version_id == enrolment.version_id).order_by(Activity.id)
    session.add(
        ExemptedStep(
            exemption_id=made.id,
            activity_id=session.scalars(first).first(),
            enrolment_id=enrolment.id,
        )
    )
    where = (made.person_id, made.organisation_id)
    for kind in (ExemptionTextKind.REASON, ExemptionTextKind.EVIDENCE):
        text = new_token()
        sealed = seal(session, keys, exemption_text_place(text, *where), words, now=now())
        session.add(
            ExemptionText(
                public_id=text, exemption_id=made.id, kind=kind, author_id=by, sealed=sealed
            )
        )
    named = new_token()
    name = seal(session, keys, exemption_name_place(named, *where), f"{words}.pdf", now=now())
    content = seal_file(session, keys, exemption_file_place(named, *where), b"%PDF-1.7 preuve")
    file = ExemptionFile(
        public_id=named,
        exemption_id=made.id,
        author_id=by,
        kind=FileKind.PDF,
        size=15,
        kept_as=keep(store, content.content),
        file_key=content.key,
        sealed=name,
    )
    session.add(file)
    session.flush()
    return made, file
