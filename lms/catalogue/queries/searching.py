"""All texts of a version in one language, ready to be searched."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.catalogue.models import Activity, ActivityKind, ActivityText, Module, ModuleText
from lms.catalogue.queries.kept import once
from lms.catalogue.queries.versions import outline
from lms.catalogue.rules.easy import plain
from lms.catalogue.rules.search.library import Library, shelve
from lms.catalogue.rules.sources import TitledText


def library(session: Session, version_id: int, locale: str) -> Library:
    """A version's library: two statements the first time (and its outline's), none afterwards."""
    return once(
        session, ("library", version_id, locale), lambda: _library(session, version_id, locale)
    )


def _library(session: Session, version_id: int, locale: str) -> Library:
    # The texts of checks stay where they are.
    bodies = session.execute(
        select(ActivityText.activity_id, ActivityText.body)
        .join(Activity, Activity.id == ActivityText.activity_id)
        .join(Module, Module.id == Activity.module_id)
        .where(
            Module.version_id == version_id,
            ActivityText.locale.in_({locale, plain(locale)}),
            Activity.kind != ActivityKind.CHECK,
        )
        # The easy one comes last, and stays.
        .order_by(func.length(ActivityText.locale))
    )
    beside = session.execute(
        select(ModuleText.module_id, ModuleText.kind, ModuleText.title, ModuleText.markdown)
        .join(Module, Module.id == ModuleText.module_id)
        .where(Module.version_id == version_id, ModuleText.locale == plain(locale))
    )
    return shelve(
        outline(session, version_id),
        locale,
        {row.activity_id: row.body for row in bodies},
        {(row.module_id, row.kind): TitledText(row.title, row.markdown) for row in beside},
    )
