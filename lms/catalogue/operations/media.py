"""Images, sounds, films and documents of drafts and versions; their bytes are in the store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from lms.catalogue.models import (
    DraftMedia,
    DraftState,
    MediaFacts,
    MediaFile,
    ProgrammeDraft,
    VersionMedia,
)
from lms.catalogue.queries.drafts import files_of
from lms.catalogue.rules.media.references import references_in
from lms.journal.operations import record
from lms.kernel.database import insert_new
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.storage.operations import expected, unwanted, wanted_again

MOST_IN_A_DRAFT = 600
UNCLAIMED_AFTER = timedelta(days=1)
FORGOTTEN_AFTER = timedelta(days=30)
"""A file that was taken out of a draft may be put back from a page that is still open."""


def expect_media(session: Session, digests: Iterable[str], *, now: datetime) -> None:
    """Before bytes are kept: where no row follows, refused or cut off, they go the next day."""
    for digest in sorted(digests):
        expected(session, digest, due_at=now + UNCLAIMED_AFTER)
        # Asked afterwards: who adds the same file at this moment takes the wish back.
        if session.scalar(select(MediaFile.id).where(MediaFile.digest == digest)):
            wanted_again(session, digest)


def add_media(
    session: Session,
    draft: ProgrammeDraft,
    path: str,
    facts: MediaFacts,
    *,
    by: int,
    now: datetime,
) -> None:
    """Put a file into a draft; one of the same path is replaced. Its bytes were kept before."""
    _refuse_closed(session, draft)
    held = select(DraftMedia).where(DraftMedia.draft_id == draft.id)
    links = {link.path: link for link in session.scalars(held)}
    if len(links) >= MOST_IN_A_DRAFT and path not in links:
        raise RuleBroken("file", _("This programme has too many files: take some out first."))
    media_id = _known(session, facts, now)
    if path in links:
        before = links[path].media_id
        links[path].media_id = media_id
        session.flush()
        _forget_unused(session, before, now)
    else:
        session.add(DraftMedia(draft_id=draft.id, path=path, media_id=media_id))
    draft.revision += 1
    draft.changed_at = now
    _note(session, "add_media", draft, by, now)


def remove_media(
    session: Session, draft: ProgrammeDraft, path: str, *, by: int, now: datetime
) -> None:
    """Take a file out of a draft, unless a text shows it."""
    _refuse_closed(session, draft)
    here = (DraftMedia.draft_id == draft.id, DraftMedia.path == path)
    media_id = session.scalar(select(DraftMedia.media_id).where(*here))
    if media_id is None:
        return
    if shown := texts_showing(files_of(session, draft.id), path):
        raise RuleBroken(
            "file", _("A text shows this file: take it out of %(file)s first.", file=shown[0])
        )
    session.execute(delete(DraftMedia).where(*here))
    _forget_unused(session, media_id, now)
    draft.revision += 1
    draft.changed_at = now
    _note(session, "remove_media", draft, by, now)


def copy_media(session: Session, version_id: int, draft_id: int) -> None:
    """Give a draft the files of the version from which it begins."""
    source = select(VersionMedia.path, VersionMedia.media_id).where(
        VersionMedia.version_id == version_id
    )
    rows = [{"draft_id": draft_id, **row._mapping} for row in session.execute(source)]
    if rows:
        session.execute(insert(DraftMedia), rows)


def put_media(
    session: Session, draft_id: int, media: Mapping[str, MediaFacts], *, now: datetime
) -> None:
    """Give a draft that has none the files of an archive; their bytes were kept before."""
    session.add_all(
        DraftMedia(draft_id=draft_id, path=path, media_id=_known(session, facts, now))
        for path, facts in media.items()
    )


def keep_media_of(
    session: Session, version_id: int, media: Mapping[str, MediaFacts], *, now: datetime
) -> None:
    """Tie the files of a published version to it, once; their bytes were kept before."""
    for path, facts in media.items():
        media_id = _known(session, facts, now)
        insert_new(session, VersionMedia, version_id=version_id, path=path, media_id=media_id)


def texts_showing(files: Mapping[str, str], path: str) -> list[str]:
    """The texts of a module that show this file of it."""
    folder, _media, name = path.rsplit("/", 2)
    return sorted(
        file
        for file, text in files.items()
        if file.startswith(f"{folder}/")
        and any(reference.name == name for reference in references_in(text))
    )


def _known(session: Session, facts: MediaFacts, now: datetime) -> int:
    """The row of a file, which is no longer on its way out if it was."""
    insert_new(session, MediaFile, **asdict(facts), added_at=now)
    wanted_again(session, facts.digest)
    return session.scalars(select(MediaFile.id).where(MediaFile.digest == facts.digest)).one()


def _forget_unused(session: Session, media_id: int, now: datetime) -> None:
    """Let a file go that no draft and no version has any more."""
    for link in (DraftMedia, VersionMedia):
        if session.scalar(select(link.media_id).where(link.media_id == media_id).limit(1)):
            return
    file = session.get_one(MediaFile, media_id)
    unwanted(session, file.digest, due_at=now + FORGOTTEN_AFTER)
    session.delete(file)


def _refuse_closed(session: Session, draft: ProgrammeDraft) -> None:
    session.refresh(draft, with_for_update=True)
    if draft.state is not DraftState.DRAFT:
        words = _("This draft was sent for review or closed meanwhile: take it back to write on.")
        raise RuleBroken("file", words)


def _note(session: Session, verb: str, draft: ProgrammeDraft, by: int, now: datetime) -> None:
    record(
        session,
        f"catalogue.{verb}",
        now=now,
        actor_id=by,
        subject=("programme_draft", draft.public_id),
        organisation_id=draft.organisation_id,
    )
