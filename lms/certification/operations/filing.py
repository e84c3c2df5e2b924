"""Documents at rest: sealed under the person's key, opened for whoever may have them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.certification.models import Certificate, FileState
from lms.certification.queries.certificates import FileRow
from lms.kernel.keys import Keys
from lms.storage.operations import Store, keep, read, unwanted
from lms.vault.operations.files import opener, seal_file
from lms.vault.rules import SEALED_MORE, Place

SEALED_AT_ONCE = 20
STILL_READ = timedelta(hours=1)
"""An archive that is being downloaded may still read a document that was sealed meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A document in the store: its own hash, the name of its sealed bytes, their sealed key."""

    sha256: str
    name: str
    key: bytes


def keep_sealed(session: Session, keys: Keys, store: Store, place: Place, content: bytes) -> Kept:
    """Seal a document and keep it, on disk before returning; `SealBroken` without a key."""
    sealed = seal_file(session, keys, place, content)
    return Kept(
        sha256=sha256(content).hexdigest(), name=keep(store, sealed.content), key=sealed.key
    )


def file_place(public_id: str, person_id: int, organisation_id: int) -> Place:
    """Where the document of a certificate is sealed."""
    return Place("certificates", public_id, "file", person_id, organisation_id)


def place_of(session: Session, certificate_id: int) -> Place:
    """The same, of a certificate by its id."""
    row = session.execute(
        select(Certificate.public_id, Certificate.person_id, Certificate.organisation_id).where(
            Certificate.id == certificate_id
        )
    ).one()
    return file_place(*row)


Reader = Callable[[FileRow], bytes]
"""The bytes of a document that is ready; needs no database."""


def reader_of(session: Session, keys: Keys, store: Store, files: Sequence[FileRow]) -> Reader:
    """What reads these documents; one statement for their keys, however many they are."""
    people = sorted({file.person_id for file in files if file.key is not None})
    open_file = opener(session, keys, people) if people else None

    def content(file: FileRow) -> bytes:
        if open_file is None or file.kept_as is None or file.key is None:
            return read(store, str(file.sha256))
        place = file_place(file.public_id, file.person_id, file.organisation_id)
        return open_file(place, file.key, read(store, file.kept_as))

    return content


def length_of(store: Store, file: FileRow) -> int:
    """The number of bytes of a document, without opening it."""
    if file.kept_as is None:
        return store.size_of(str(file.sha256))
    return store.size_of(file.kept_as) - SEALED_MORE


def unsealed(session: Session) -> Sequence[int]:
    """The next documents that were drawn before they were sealed at rest."""
    found = select(Certificate.id).where(
        Certificate.file_state == FileState.READY, Certificate.file_kept_as.is_(None)
    )
    return session.scalars(found.order_by(Certificate.id).limit(SEALED_AT_ONCE)).all()


def seal_one(
    session: Session, keys: Keys, store: Store, certificate_id: int, *, now: datetime
) -> bool:
    """Exchange an unsealed document for a sealed one; false when somebody else did.

    Killed at any point it is begun again: the unsealed bytes go only after this is committed.
    """
    plain = session.scalar(
        select(Certificate.file_sha256)
        .where(
            Certificate.id == certificate_id,
            Certificate.file_state == FileState.READY,
            Certificate.file_kept_as.is_(None),
        )
        .with_for_update()
    )
    if plain is None:
        return False
    place = place_of(session, certificate_id)
    kept = keep_sealed(session, keys, store, place, read(store, plain))
    session.execute(
        update(Certificate)
        .where(Certificate.id == certificate_id)
        .values(file_kept_as=kept.name, file_key=kept.key)
    )
    unwanted(session, plain, due_at=now + STILL_READ)
    return True
