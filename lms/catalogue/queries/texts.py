"""What pages show of a version, and the keys of its checks."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.catalogue.models import (
    Activity,
    ActivityKind,
    ActivityText,
    ModuleText,
    ModuleTextKind,
    QuestionKey,
)
from lms.catalogue.queries.kept import once
from lms.catalogue.rules.checks.keys import Key
from lms.catalogue.rules.easy import plain
from lms.catalogue.rules.glossary import Entry, entries_of
from lms.catalogue.rules.outline import VersionOutline
from lms.catalogue.rules.sources import TitledText
from lms.catalogue.rules.terms import Terms, terms_of
from lms.kernel.refusals import NotThere


def body_of(session: Session, activity_id: int, locale: str) -> dict[str, Any]:
    """What a step shows in this language; read once by a process. It never holds a key."""
    return once(session, ("body", activity_id, locale), lambda: _body(session, activity_id, locale))


def bodies_in(session: Session, module_id: int, locale: str) -> dict[int, dict[str, Any]]:
    """What each step of a module shows, by its id, but for checks; read once by a process.

    In an easy-to-read locale, the ordinary text where there is no other.
    """
    return once(session, ("bodies", module_id, locale), lambda: _bodies(session, module_id, locale))


def _bodies(session: Session, module_id: int, locale: str) -> dict[int, dict[str, Any]]:
    rows = session.execute(
        select(ActivityText.activity_id, ActivityText.body)
        .join(Activity, Activity.id == ActivityText.activity_id)
        .where(
            Activity.module_id == module_id,
            Activity.kind != ActivityKind.CHECK,
            ActivityText.locale.in_({locale, plain(locale)}),
        )
        # The easy one comes last, and stays.
        .order_by(func.length(ActivityText.locale))
    )
    return {row.activity_id: row.body for row in rows}


def glossary(session: Session, version: VersionOutline, locale: str) -> tuple[Entry, ...]:
    """The terms of a version, sorted; no statement once its outline was read."""
    return once(
        session, ("glossary", version.id, locale), lambda: entries_of(version.sheet, locale)
    )


def terms(session: Session, version: VersionOutline, locale: str) -> Terms:
    """The same terms, ready to be found in texts."""
    entries = glossary(session, version, locale)
    return once(session, ("terms", version.id, locale), lambda: terms_of(entries, locale))


def module_text(session: Session, module_id: int, kind: ModuleTextKind, locale: str) -> TitledText:
    """A text beside the steps; read once by a process."""
    return once(
        session,
        ("text", module_id, kind, locale),
        lambda: _module_text(session, module_id, kind, locale),
    )


def _module_text(session: Session, module_id: int, kind: ModuleTextKind, locale: str) -> TitledText:
    found = session.execute(
        select(ModuleText.title, ModuleText.markdown).where(
            ModuleText.module_id == module_id,
            ModuleText.kind == kind,
            ModuleText.locale == locale,
        )
    ).one_or_none()
    if found is None:
        raise NotThere
    return TitledText(*found)


def keys_of(session: Session, activity_id: int) -> dict[str, Key]:
    """What each question expects: only for marking and for submitted attempts."""
    rows = session.execute(
        select(QuestionKey.question, QuestionKey.choice, QuestionKey.document).where(
            QuestionKey.activity_id == activity_id
        )
    )
    return {row.question: row.document or row.choice for row in rows}


def _body(session: Session, activity_id: int, locale: str) -> dict[str, Any]:
    found: dict[str, Any] | None = session.scalar(
        select(ActivityText.body).where(
            ActivityText.activity_id == activity_id, ActivityText.locale == locale
        )
    )
    if found is None:
        raise NotThere
    return found
