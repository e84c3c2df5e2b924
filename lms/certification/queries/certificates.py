"""Single certificates: one of an organisation, a person's own, and documents to hand out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, aliased

from lms.accounts.models import Membership, Person
from lms.certification.models import Certificate, CertificateState, FileState
from lms.certification.policies import files_open_to
from lms.certification.rules.paper import thawed
from lms.journal.models import JournalEntry
from lms.kernel.actor import Actor
from lms.kernel.refusals import NotThere
from lms.learning.models import Enrolment, EnrolmentState
from lms.organisations.models import Organisation
from lms.printing.models import CertificateDocument

DOWNLOADED = "certification.download"
MOST_DOWNLOADS = 50


def certificate_in(session: Session, organisation_id: int, public_id: str) -> Certificate:
    """A certificate of this organisation, or `NotThere`."""
    found = session.scalar(
        select(Certificate).where(
            Certificate.public_id == public_id, Certificate.organisation_id == organisation_id
        )
    )
    if found is None:
        raise NotThere
    return found


def enrolment_in(session: Session, organisation_id: int, public_id: str) -> Enrolment:
    """An enrolment of this organisation, or `NotThere`."""
    found = session.scalar(
        select(Enrolment).where(
            Enrolment.public_id == public_id, Enrolment.organisation_id == organisation_id
        )
    )
    if found is None:
        raise NotThere
    return found


def valid_certificate_of(session: Session, enrolment_id: int) -> str | None:
    """The public id of an enrolment's valid certificate."""
    return session.scalar(
        select(Certificate.public_id).where(
            Certificate.enrolment_id == enrolment_id,
            Certificate.state == CertificateState.VALID,
        )
    )


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose enrolment it is: the name shown, the one they print, their membership's public id."""

    screen_name: str
    printed_name: str
    membership_public_id: str


def holder_of(session: Session, enrolment: Enrolment) -> Holder:
    """The person of an enrolment; one statement."""
    row = session.execute(
        select(Person.screen_name, Person.printed_name, Membership.public_id)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.id == enrolment.membership_id)
    ).one()
    return Holder(*row)


def paper_of(certificate: Certificate) -> CertificateDocument:
    """What a certificate prints, but for its code: only the document itself holds that."""
    return thawed(certificate.snapshot, certificate.number)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What a certificate replaces and what replaces it: shown inside, never to the public."""

    earlier: str | None
    later: str | None
    printed_name_now: str
    membership_public_id: str


def neighbours_of(session: Session, certificate: Certificate) -> Neighbours:
    """Its predecessor and successor, and the name the person prints today; one statement."""
    earlier, later = aliased(Certificate), aliased(Certificate)
    row = session.execute(
        select(earlier.public_id, later.public_id, Person.printed_name, Membership.public_id)
        .select_from(Person)
        .join(Enrolment, Enrolment.id == certificate.enrolment_id)
        .join(Membership, Membership.id == Enrolment.membership_id)
        .outerjoin(earlier, earlier.id == certificate.replaces_id)
        .outerjoin(later, later.replaces_id == certificate.id)
        .where(Person.id == certificate.person_id)
    ).one()
    return Neighbours(*row)


@dataclass(frozen=True, slots=True)
class OwnCertificate:
    """One of the person's certificates."""

    public_id: str
    number: str
    state: CertificateState
    file_state: FileState
    issued_at: datetime
    closed_at: datetime | None
    organisation: str
    snapshot: dict[str, Any]
    enrolment_id: int
    name_erased_at: datetime | None
    printed_name_now: str

    @property
    def printed_name(self) -> str:
        return str(self.snapshot["document"]["printed_name"])


def certificates_of(session: Session, person_id: int) -> tuple[OwnCertificate, ...]:
    """All that the person ever received, newest first; one statement."""
    rows = session.execute(
        select(
            Certificate.public_id,
            Certificate.number,
            Certificate.state,
            Certificate.file_state,
            Certificate.issued_at,
            Certificate.closed_at,
            Organisation.name,
            Certificate.snapshot,
            Certificate.enrolment_id,
            Certificate.name_erased_at,
            Person.printed_name,
        )
        .join(Organisation, Organisation.id == Certificate.organisation_id)
        .join(Person, Person.id == Certificate.person_id)
        .where(Certificate.person_id == person_id)
        .order_by(Certificate.id.desc())
    )
    return tuple(OwnCertificate(*row) for row in rows)


def downloads_by_others(session: Session, person_id: int) -> dict[str, list[datetime]]:
    """When somebody else downloaded the person's documents, newest first; one statement."""
    rows = session.execute(
        select(JournalEntry.subject_id, JournalEntry.at)
        .where(
            JournalEntry.about_person_id == person_id,
            JournalEntry.action == DOWNLOADED,
            JournalEntry.actor_id != person_id,
        )
        .order_by(JournalEntry.id.desc())
        .limit(MOST_DOWNLOADS)
    )
    found: dict[str, list[datetime]] = {}
    for public_id, at in rows:
        found.setdefault(public_id, []).append(at)
    return found


@dataclass(frozen=True, slots=True)
class Waiting:
    """An enrolment of the person for which no certificate is valid."""

    id: int
    person_id: int
    organisation_id: int
    version_id: int
    organisation: str


def enrolments_without_certificate(session: Session, person_id: int) -> tuple[Waiting, ...]:
    """The person's active enrolments that no valid certificate crowns; one statement."""
    crowned = select(Certificate.enrolment_id).where(
        Certificate.person_id == person_id, Certificate.state == CertificateState.VALID
    )
    rows = session.execute(
        select(
            Enrolment.id,
            Enrolment.person_id,
            Enrolment.organisation_id,
            Enrolment.version_id,
            Organisation.name,
        )
        .join(Organisation, Organisation.id == Enrolment.organisation_id)
        .where(
            Enrolment.person_id == person_id,
            Enrolment.state == EnrolmentState.ACTIVE,
            Enrolment.id.not_in(crowned),
        )
        .order_by(Enrolment.id)
    )
    return tuple(Waiting(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class FileRow:
    """A document to hand out, or to say that it is still in preparation."""

    certificate_id: int
    public_id: str
    person_id: int
    organisation_id: int
    number: str
    state: CertificateState
    file_state: FileState
    sha256: str | None
    kept_as: str | None
    key: bytes | None
    snapshot: dict[str, Any]

    @property
    def ready(self) -> bool:
        """Whether there are bytes to hand out."""
        return self.file_state is FileState.READY

    @property
    def file_name(self) -> str:
        return str(self.snapshot["file_name"])


def file_open_to(session: Session, actor: Actor, public_id: str) -> FileRow:
    """The document of a certificate that the actor may open, or `NotThere`."""
    query = file_rows().where(Certificate.public_id == public_id, files_open_to(actor))
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotThere
    return FileRow(*row)


def files_of(
    session: Session,
    organisation_id: int,
    *,
    certificates: Sequence[str] = (),
    enrolments: Sequence[str] = (),
) -> tuple[FileRow, ...]:
    """The chosen certificates of this organisation, and the valid ones of chosen enrolments.

    Those whose name left the register are left out, like strangers'.
    """
    chosen: list[ColumnElement[bool]] = [Certificate.public_id.in_(certificates)]
    if enrolments:
        ids = select(Enrolment.id).where(Enrolment.public_id.in_(enrolments))
        valid = Certificate.state == CertificateState.VALID
        chosen.append(valid & Certificate.enrolment_id.in_(ids))
    here = (Certificate.organisation_id == organisation_id, Certificate.name_erased_at.is_(None))
    query = file_rows().where(*here, or_(*chosen))
    rows = session.execute(query.order_by(Certificate.id))
    return tuple(FileRow(*row) for row in rows)


def documents_of(session: Session, person_id: int) -> tuple[FileRow, ...]:
    """The person's certificates whose document is ready, the oldest first; one statement."""
    rows = session.execute(
        file_rows().where(Certificate.person_id == person_id).order_by(Certificate.id)
    )
    return tuple(file for file in (FileRow(*row) for row in rows) if file.ready)


@cache
def file_rows() -> Select[Any]:
    """The columns of `FileRow`; put together once."""
    columns: tuple[Any, ...] = (
        Certificate.id,
        Certificate.public_id,
        Certificate.person_id,
        Certificate.organisation_id,
        Certificate.number,
        Certificate.state,
        Certificate.file_state,
        Certificate.file_sha256,
        Certificate.file_kept_as,
        Certificate.file_key,
        Certificate.snapshot,
    )
    return select(*columns)
