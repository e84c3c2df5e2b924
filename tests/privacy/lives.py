"""People with something of everything, made through the operations that write it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.certification.models import Certificate
from lms.certification.operations import drawing
from lms.certification.operations.filing import keep_sealed, place_of
from lms.drafts.operations import SaveDraft, save_draft
from lms.kernel.keys import Keys
from lms.kernel.text import _
from lms.learning.models import Answer, Attempt
from lms.outbox.operations import Mail, post
from lms.web.database import Application
from lms.web.page import new_token, now
from tests.assessment.kept import kept_exemption, kept_work
from tests.certification.earned import Earned, earned, issued
from tests.client import Client
from tests.make import Make, Supervision
from tests.portfolio.composed import own_piece
from tests.supervision.held import Held, answer, hold, share, sign, write

SECRET = "Zéphyrine se confie ici"


@dataclass
class Life:
    """Zéphyrine, who trained, was supervised and certified."""

    earned: Earned
    held: Held
    certificate: Certificate
    token: str

    @property
    def person(self) -> Person:
        return self.earned.person


def life(app: Application, session: Session, make: Make, client: Client) -> Life:
    """Zéphyrine Vauquelin, with a line in every kind of table that a trainee fills."""
    keys: Keys = app.extensions["sillage.keys"]
    one = earned(make, given="Zéphyrine", family="Vauquelin", email="zephyrine@exemple.test")
    certificate, token = issued(make, keys, one)
    _drawn(app, session, certificate)
    group = Supervision(one.organisation, one.supervisor, [one.person], [one.agreement])
    held = hold(make, among=group)
    _supervised(client, held)
    _wrote(session, keys, one.person)
    own_piece(session, keys, one.person, SECRET, SECRET)
    kept_work(session, keys, app.extensions["sillage.settings"].files, one.enrolment, SECRET)
    folder = app.extensions["sillage.settings"].files
    kept_exemption(session, keys, folder, one.enrolment, SECRET, by=one.supervisor.id)
    session.commit()
    session.expire_all()
    return Life(one, held, certificate, token)


def _drawn(app: Application, session: Session, certificate: Certificate) -> None:
    """A document in the store, without the second that a true drawing takes."""
    keys, folder = app.extensions["sillage.keys"], app.extensions["sillage.settings"].files
    claimed = drawing.claim(session, certificate.id, now=now())
    assert claimed is not None
    kept = keep_sealed(session, keys, folder, place_of(session, certificate.id), b"%PDF Vauquelin")
    assert drawing.finish(session, claimed, kept, now=now())
    session.commit()


def _supervised(client: Client, held: Held) -> None:
    held.as_supervisor(client)
    write(client, held, "private", SECRET)
    share(client, held, SECRET)
    sign(client, held)
    held.as_trainee(client)
    write(client, held, "own", SECRET)
    answer(client, held, "comment", SECRET)


def _wrote(session: Session, keys: Keys, person: Person) -> None:
    order = SaveDraft(form="reflection", subject="role/1", text=SECRET, version=0)
    save_draft(session, keys, order, person_id=person.id, now=now(), public_id=new_token())
    attempt = session.scalars(select(Attempt).where(Attempt.person_id == person.id)).first()
    assert attempt is not None
    session.add(Answer(attempt_id=attempt.id, question="q1", choice="a", answered_at=now()))
    mail = Mail(to_address=person.email, locale="fr", subject=_("A message from Sillage"), lines=())
    post(session, mail, now=now(), message_id=new_token())
