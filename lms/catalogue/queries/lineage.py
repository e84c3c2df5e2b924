"""The same step in the versions of one programme: what was made there is found again here."""

from __future__ import annotations

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import aliased

from lms.catalogue.models import Activity, Module, ProgrammeVersion
from lms.kernel.base import Id

_HERE, _HERE_MODULE, _HERE_VERSION = (
    aliased(Activity),
    aliased(Module),
    aliased(ProgrammeVersion),
)

SAME_STEP: Select[int] = (
    select(Activity.id)
    .join(Module, Module.id == Activity.module_id)
    .join(ProgrammeVersion, ProgrammeVersion.id == Module.version_id)
    .join(_HERE_VERSION, _HERE_VERSION.programme_id == ProgrammeVersion.programme_id)
    .join(
        _HERE_MODULE,
        (_HERE_MODULE.version_id == _HERE_VERSION.id) & (_HERE_MODULE.slug == Module.slug),
    )
    .join(
        _HERE,
        (_HERE.module_id == _HERE_MODULE.id)
        & (_HERE.slug == Activity.slug)
        & (_HERE.kind == Activity.kind),
    )
    .where(_HERE.id == bindparam("activity", type_=Id))
)
"""Ids of the steps of this module, name and kind in every version; itself is one of them."""
