"""Which training a page of assessment is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request, session, url_for

from lms.catalogue import queries as catalogue
from lms.catalogue.rules.outline import ActivityOutline, ModuleOutline, VersionOutline
from lms.kernel.refusals import NotThere
from lms.learning.queries import EnrolmentRow, active_enrolments
from lms.web.database import db
from lms.web.guard import actor


@dataclass(frozen=True, slots=True)
class Training:
    """The chosen training of the person; addresses name it where there are several."""

    enrolment: EnrolmentRow
    version: VersionOutline
    several: bool

    def url(self, endpoint: str, **values: Any) -> str:
        """An address inside this training."""
        if self.several:
            values["programme"] = self.enrolment.public_id
        return url_for(endpoint, **values)

    def step(self, slug: str, number: int) -> tuple[ModuleOutline, ActivityOutline]:
        """The step of an address, and its module."""
        module = self.version.module(slug)
        step = module.step(number) if module else None
        if module is None or step is None:
            raise NotThere
        return module, step


def training() -> Training:
    """The training named in the address, else the last one named, else the newest."""
    found = active_enrolments(db.session, actor.person_id)
    if not found:
        raise NotThere
    asked = request.args.get("programme") or session.get("programme")
    chosen = next((row for row in found if row.public_id == asked), found[0])
    if "programme" in request.args and len(found) > 1:
        session["programme"] = chosen.public_id
    version = catalogue.outline(db.session, chosen.version_id)
    return Training(chosen, version, several=len(found) > 1)
