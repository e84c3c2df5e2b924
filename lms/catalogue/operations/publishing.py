"""Publishing: a programme that was read becomes an immutable version, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.catalogue.models import (
    Activity,
    ActivityText,
    Framework,
    Module,
    ModuleText,
    ModuleTextKind,
    Programme,
    ProgrammeVersion,
    QuestionKey,
    VersionFile,
)
from lms.catalogue.operations.media import keep_media_of
from lms.catalogue.rules.sources import (
    ActivitySource,
    CurriculumSource,
    ModuleSource,
    ProgrammeSource,
)
from lms.journal.operations import record
from lms.kernel.database import insert_new
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _


@dataclass(frozen=True, slots=True)
class Publication:
    """What came of publishing one programme; `new` is false when it was there already."""

    slug: str
    number: int
    new: bool


def publish(
    session: Session,
    curriculum: CurriculumSource,
    programme: ProgrammeSource,
    *,
    now: datetime,
    public_id: str,
    organisation_id: int | None = None,
    by: int | None = None,
) -> Publication:
    """Make the next version of a programme, unless a version already has this content.

    Its exact files are kept with it; a version of earlier days gets them here. Two imports at once
    wait for each other on the programme's row.
    """
    programme_id = _programme(session, programme.slug, organisation_id)
    digest = curriculum.digest_of(programme)
    there = session.scalars(
        select(ProgrammeVersion).where(ProgrammeVersion.digest == digest)
    ).one_or_none()
    if there is not None:
        _keep_files(session, there.id, curriculum.files_of(programme))
        keep_media_of(session, there.id, curriculum.media_of(programme), now=now)
        return Publication(programme.slug, there.number, new=False)
    newest = select(func.max(ProgrammeVersion.number))
    last = session.scalar(newest.where(ProgrammeVersion.programme_id == programme_id)) or 0
    version = ProgrammeVersion(
        public_id=public_id,
        programme_id=programme_id,
        framework_id=_framework(session, curriculum, now),
        number=last + 1,
        digest=digest,
        title=programme.title,
        sheet=programme.sheet,
        rules=dict(programme.rule_set(str(last + 1)).document()),
        published_at=now,
    )
    _add_version(session, version, programme)
    _keep_files(session, version.id, curriculum.files_of(programme))
    keep_media_of(session, version.id, curriculum.media_of(programme), now=now)
    record(
        session,
        "catalogue.publish",
        now=now,
        actor_id=by,
        subject=("programme_version", version.public_id),
        organisation_id=organisation_id,
        number=version.number,
    )
    return Publication(programme.slug, version.number, new=True)


def _programme(session: Session, slug: str, organisation_id: int | None) -> int:
    """The programme's id, its row locked; nobody publishes under a name that others hold."""
    insert_new(session, Programme, slug=slug, organisation_id=organisation_id)
    held = session.scalars(select(Programme).where(Programme.slug == slug).with_for_update()).one()
    if held.organisation_id != organisation_id:
        raise RuleBroken("slug", _("Another programme has the name “%(slug)s”.", slug=slug))
    return held.id


def _keep_files(session: Session, version_id: int, files: Mapping[str, str]) -> None:
    kept = select(VersionFile.path).where(VersionFile.version_id == version_id).limit(1)
    if session.scalar(kept) is None:
        session.add_all(
            VersionFile(version_id=version_id, path=path, text=text) for path, text in files.items()
        )


def _add_version(session: Session, version: ProgrammeVersion, programme: ProgrammeSource) -> None:
    session.add(version)
    session.flush()
    for position, module in enumerate(programme.modules, 1):
        _add_module(session, version.id, module, position)


def _framework(session: Session, curriculum: CurriculumSource, now: datetime) -> int:
    digest = curriculum.framework_digest
    insert_new(session, Framework, digest=digest, domains=curriculum.domains, imported_at=now)
    return session.scalars(select(Framework.id).where(Framework.digest == digest)).one()


def _add_module(session: Session, version_id: int, source: ModuleSource, position: int) -> None:
    module = Module(
        version_id=version_id,
        slug=source.slug,
        position=position,
        title=source.title,
        sheet={**source.sheet, "texts": list(source.texts)},
        reviewed_on=source.reviewed_on,
    )
    session.add(module)
    session.flush()
    session.add_all(
        ModuleText(
            module_id=module.id,
            kind=ModuleTextKind(kind),
            locale=locale,
            title=text.title,
            markdown=text.markdown,
        )
        for kind, texts in source.texts.items()
        for locale, text in texts.items()
    )
    for number, step in enumerate(source.activities, 1):
        _add_activity(session, module.id, step, number)


def _add_activity(session: Session, module_id: int, source: ActivitySource, position: int) -> None:
    activity = Activity(
        module_id=module_id,
        slug=source.slug,
        position=position,
        kind=source.kind,
        minutes=source.minutes,
        title=source.title,
        sheet=source.sheet,
    )
    session.add(activity)
    session.flush()
    session.add_all(
        ActivityText(activity_id=activity.id, locale=locale, body=body)
        for locale, body in source.bodies.items()
    )
    session.add_all(
        QuestionKey(
            activity_id=activity.id,
            question=question,
            choice=key if isinstance(key, str) else "",
            document=None if isinstance(key, str) else key,
        )
        for question, key in source.key.items()
    )
