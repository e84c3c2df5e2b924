"""Many certificates at once, for registers and archives."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from lms.certification.models import Certificate
from lms.certification.operations.filing import Kept, file_place, keep_sealed
from lms.kernel.actor import Role
from lms.learning.models import Enrolment
from lms.organisations.models import Organisation
from lms.vault.operations import seal
from lms.vault.rules import Place
from lms.web.database import Application
from lms.web.page import now
from tests.certification.earned import document
from tests.make import Make

OWN = {"id", "public_id", "number", "code_hash", "name_digest", "enrolment_id", "person_id"}
FILE = {"file_kept_as", "file_key"}


def add_certificates(app: Application, session: Session, count: int, *, like: Certificate) -> None:
    """Other people's certificates with the document of an existing one, sealed for each."""
    make = Make(session)
    content = document(app, session, like)
    place = session.get_one(Organisation, like.organisation_id)
    model = session.get_one(Enrolment, like.enrolment_id)
    same = {
        column.key: getattr(like, column.key)
        for column in inspect(Certificate).column_attrs
        if column.key not in OWN | FILE
    }
    for number in range(count):
        person = make.person("Camille", f"Martin{number:02}", email=f"many{number}@berges.example")
        membership = make.membership(person, place, Role.TRAINEE)
        enrolment = Enrolment(
            public_id=f"many-{number}",
            membership_id=membership.id,
            organisation_id=place.id,
            person_id=person.id,
            version_id=model.version_id,
            enrolled_on=model.enrolled_on,
            facts_changed_at=model.facts_changed_at,
        )
        session.add(enrolment)
        session.flush()
        kept = _kept(app, session, file_place(f"many-{number}", person.id, place.id), content)
        session.add(
            Certificate(
                **same,
                file_kept_as=kept.name,
                file_key=kept.key,
                public_id=f"many-{number}",
                number=f"{like.number}-{number}",
                code_hash=f"{number:064}",
                name_digest=f"{number:064}",
                enrolment_id=enrolment.id,
                person_id=person.id,
            )
        )
    session.flush()


def _kept(app: Application, session: Session, place: Place, content: bytes) -> Kept:
    keys, store = app.extensions["sillage.keys"], app.extensions["sillage.settings"].files
    seal(session, keys, replace(place, column="code"), "makes the person's key", now=now())
    return keep_sealed(session, keys, store, place, content)
