"""Writing drafts of programmes: begin, replace files, review, drop. No text is ever overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lms.catalogue.models import (
    LIVING,
    DraftFile,
    DraftReview,
    DraftState,
    MediaFacts,
    Programme,
    ProgrammeDraft,
    ProgrammeVersion,
    Verdict,
)
from lms.catalogue.operations.letters import ask_reviewers, tell_sender
from lms.catalogue.operations.media import copy_media, put_media
from lms.catalogue.queries.drafts import files_of
from lms.catalogue.queries.media import media_of_draft
from lms.catalogue.rules.curriculum import CurriculumFaulty, read_curriculum
from lms.catalogue.rules.drafting.naming import programme_in, renamed
from lms.journal.operations import record
from lms.kernel.database import insert_new
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _, ngettext

MOST_FILES = 2_000
LONGEST_FILE = 200_000
MOST_SIGNS = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Who does it, and when."""

    by: int
    now: datetime


class FileNewer(Exception):
    """Somebody else wrote this file since it was read; nothing was changed."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def start_draft(
    session: Session,
    files: Mapping[str, str],
    *,
    organisation_id: int,
    act: Act,
    public_id: str,
    base_version_id: int | None = None,
    media: Mapping[str, MediaFacts] | None = None,
    as_new: bool = False,
) -> ProgrammeDraft:
    """Begin a draft of the one programme in `files`.

    The organisation's own programme of that name gets its next version, unless a new programme is
    asked for; where others hold the name, it becomes a programme under a free one. Its media are
    those of the version, or of the archive that it comes from.
    """
    refuse_too_big(files)
    programme = _own_programme(session, programme_in(files), organisation_id, as_new=as_new)
    held = renamed(files, programme.slug)
    made = insert_new(
        session,
        ProgrammeDraft,
        public_id=public_id,
        organisation_id=organisation_id,
        programme_id=programme.id,
        base_version_id=base_version_id,
        version_id=None,
        state=DraftState.DRAFT,
        revision=1,
        undo={},
        started_by=act.by,
        started_at=act.now,
        changed_at=act.now,
        sent_by=None,
        sent_at=None,
    )
    if not made:
        raise RuleBroken("programme", _("A draft of this programme is being written already."))
    draft = session.scalars(
        select(ProgrammeDraft).where(ProgrammeDraft.public_id == public_id)
    ).one()
    session.add_all(
        DraftFile(
            draft_id=draft.id,
            path=path,
            text=text,
            version=1,
            changed_by=act.by,
            changed_at=act.now,
        )
        for path, text in held.items()
    )
    if media:
        put_media(session, draft.id, media, now=act.now)
    elif base_version_id is not None:
        copy_media(session, base_version_id, draft.id)
    _note(session, "start_draft", draft, act)
    return draft


def replace_files(
    session: Session,
    draft: ProgrammeDraft,
    files: Mapping[str, str | None],
    *,
    act: Act,
    read: Mapping[str, int] | None = None,
    undo: str = "",
) -> int:
    """Write (or, for None, delete) these files and return the draft's new revision.

    `read` gives the versions that the author had read (0: none): `FileNewer` when one changed
    since. `undo` names a change of structure that can be taken back until the next one.
    """
    before = {file.path: file for file in _locked(session, draft)}
    for path, version in (read or {}).items():
        if version != (before[path].version if path in before else 0):
            raise FileNewer(path)
    texts = {path: file.text for path, file in before.items()}
    changed = {path: text for path, text in files.items() if texts.get(path) != text}
    if not changed:
        return draft.revision
    after = {**texts, **changed}
    refuse_too_big({path: text for path, text in after.items() if text is not None})
    draft.revision += 1
    draft.changed_at = act.now
    if undo:
        draft.undo = {
            "what": undo,
            "revision": draft.revision,
            "before": {path: texts.get(path) for path in changed},
        }
    _write(session, draft, before, changed, act)
    return draft.revision


def locked_files(session: Session, draft: ProgrammeDraft) -> dict[str, str]:
    """The files as they are, while nobody else changes the draft."""
    return {file.path: file.text for file in _locked(session, draft)}


def undo_last(session: Session, draft: ProgrammeDraft, *, act: Act) -> None:
    """Take the last change of structure back, unless a text that it touched was changed since."""
    held: dict[str, Any] = draft.undo
    too_late = RuleBroken("undo", _("This can no longer be undone: the texts were changed since."))
    if not held:
        raise too_late
    now_there = {file.path: file.version for file in _locked(session, draft)}
    if any(now_there.get(path, 0) > held["revision"] for path in held["before"]):
        raise too_late
    draft.undo = {}
    replace_files(session, draft, held["before"], act=act)


def send_for_review(session: Session, draft: ProgrammeDraft, *, act: Act) -> None:
    """Ask a second person to read the whole draft; refused while something must be mended."""
    try:
        read_curriculum(files_of(session, draft.id), media_of_draft(session, draft.id))
    except CurriculumFaulty as faulty:
        words = ngettext(
            "%(num)d thing must be mended first: see the list on this page.",
            "%(num)d things must be mended first: see the list on this page.",
            len(faulty.faults),
        )
        raise RuleBroken("review", words) from None
    sent = {"sent_by": act.by, "sent_at": act.now, "undo": {}}
    _move(session, draft, DraftState.IN_REVIEW, since=(DraftState.DRAFT,), also=sent)
    _note(session, "send_for_review", draft, act)
    ask_reviewers(session, draft, by=act.by, now=act.now)


def take_back(session: Session, draft: ProgrammeDraft, *, act: Act) -> None:
    """Write on: what was sent or approved becomes a draft again."""
    _move(session, draft, DraftState.DRAFT, since=(DraftState.IN_REVIEW, DraftState.APPROVED))
    _note(session, "take_back_draft", draft, act)


def approve(session: Session, draft: ProgrammeDraft, *, words: str, act: Act) -> None:
    """A second person finds the draft ready; never who sent it."""
    _decide(session, draft, Verdict.APPROVED, words, act)


def send_back(session: Session, draft: ProgrammeDraft, *, words: str, act: Act) -> None:
    """A second person asks for changes, in words."""
    if not words.strip():
        raise RuleBroken("words", _("Say what should be changed: the authors read it."))
    _decide(session, draft, Verdict.SENT_BACK, words, act)


def drop_draft(session: Session, draft: ProgrammeDraft, *, act: Act) -> None:
    """Give a draft up; its files stay, and it can be taken up again."""
    _move(session, draft, DraftState.DROPPED, since=LIVING)
    _note(session, "drop_draft", draft, act)


def take_up_again(session: Session, draft: ProgrammeDraft, *, act: Act) -> None:
    """Write on a draft that was given up, unless another one of the programme lives."""
    living = select(ProgrammeDraft.id).where(
        ProgrammeDraft.programme_id == draft.programme_id, ProgrammeDraft.state.in_(LIVING)
    )
    if session.scalar(living.limit(1)) is not None:
        raise RuleBroken("programme", _("A draft of this programme is being written already."))
    _move(session, draft, DraftState.DRAFT, since=(DraftState.DROPPED,))
    _note(session, "take_up_draft", draft, act)


def mark_published(
    session: Session, draft: ProgrammeDraft, version: ProgrammeVersion, *, act: Act
) -> None:
    """The approved draft became this version."""
    _move(session, draft, DraftState.PUBLISHED, since=(DraftState.APPROVED,))
    draft.version_id = version.id
    draft.changed_at = act.now


def refuse_too_big(files: Mapping[str, str]) -> None:
    """Raise RuleBroken for more than any programme needs."""
    signs = [len(text) for text in files.values()]
    if len(files) > MOST_FILES or sum(signs) > MOST_SIGNS or max(signs, default=0) > LONGEST_FILE:
        raise RuleBroken("files", _("This is too much for one programme. Make two of it."))


def _own_programme(session: Session, slug: str, organisation_id: int, *, as_new: bool) -> Programme:
    """The organisation's programme of this name, or a new one under a free name."""
    number, asked = 1, slug
    while True:
        made = insert_new(session, Programme, slug=asked, organisation_id=organisation_id)
        held = session.scalars(select(Programme).where(Programme.slug == asked)).one()
        if made or (held.organisation_id == organisation_id and not as_new):
            return held
        number += 1
        asked = f"{slug[:50]}-{number}"


def _locked(session: Session, draft: ProgrammeDraft) -> list[DraftFile]:
    """The files, while nobody else changes the draft; refused unless it is being written."""
    session.refresh(draft, with_for_update=True)
    if draft.state is not DraftState.DRAFT:
        words = _("This draft was sent for review or closed meanwhile: take it back to write on.")
        raise RuleBroken("draft", words)
    files = select(DraftFile).where(DraftFile.draft_id == draft.id)
    return list(session.scalars(files.execution_options(populate_existing=True)))


def _write(
    session: Session,
    draft: ProgrammeDraft,
    before: Mapping[str, DraftFile],
    changed: Mapping[str, str | None],
    act: Act,
) -> None:
    gone = [path for path, text in changed.items() if text is None and path in before]
    session.execute(
        delete(DraftFile).where(DraftFile.draft_id == draft.id, DraftFile.path.in_(gone))
    )
    for path, text in changed.items():
        if text is None:
            continue
        file = before.get(path)
        if file is None:
            file = DraftFile(draft_id=draft.id, path=path)
            session.add(file)
        file.text, file.version = text, draft.revision
        file.changed_by, file.changed_at = act.by, act.now


def _decide(
    session: Session, draft: ProgrammeDraft, verdict: Verdict, words: str, act: Act
) -> None:
    if draft.sent_by == act.by:
        raise RuleBroken("words", _("Somebody else reads it: you sent this draft yourself."))
    ready = verdict is Verdict.APPROVED
    to = DraftState.APPROVED if ready else DraftState.DRAFT
    _move(session, draft, to, since=(DraftState.IN_REVIEW,))
    session.add(
        DraftReview(
            draft_id=draft.id,
            reviewer_id=act.by,
            verdict=verdict,
            words=words.strip(),
            revision=draft.revision,
            decided_at=act.now,
        )
    )
    _note(session, "approve_draft" if ready else "send_back_draft", draft, act)
    tell_sender(session, draft, now=act.now)


def _move(
    session: Session,
    draft: ProgrammeDraft,
    to: DraftState,
    *,
    since: tuple[DraftState, ...],
    also: Mapping[str, Any] | None = None,
) -> None:
    """Change the state where nobody changed it meanwhile: the database decides."""
    session.flush()
    moved = session.scalar(
        update(ProgrammeDraft)
        .where(ProgrammeDraft.id == draft.id, ProgrammeDraft.state.in_(since))
        .values(state=to, **(also or {}))
        .returning(ProgrammeDraft.id),
        execution_options={"synchronize_session": False},
    )
    if moved is None:
        raise RuleBroken("draft", _("Somebody changed the state of this draft meanwhile."))
    session.refresh(draft)


def _note(session: Session, verb: str, draft: ProgrammeDraft, act: Act) -> None:
    record(
        session,
        f"catalogue.{verb}",
        now=act.now,
        actor_id=act.by,
        subject=("programme_draft", draft.public_id),
        organisation_id=draft.organisation_id,
    )
