"""Which training the reader's pages are about, and the way between its steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request, session, url_for

from lms.catalogue import queries as catalogue
from lms.catalogue.rules.outline import ActivityOutline, ModuleOutline, VersionOutline
from lms.kernel.refusals import NotThere
from lms.learning import queries
from lms.learning.queries import EnrolmentRow
from lms.learning.rules import Progress
from lms.web.database import db
from lms.web.guard import actor


@dataclass(frozen=True, slots=True)
class Training:
    """The chosen training of a person who may have several."""

    enrolment: EnrolmentRow
    version: VersionOutline
    all: tuple[EnrolmentRow, ...]

    def url(self, endpoint: str, **values: Any) -> str:
        """An address inside this training; it names the training when there are several."""
        if len(self.all) > 1:
            values["programme"] = self.enrolment.public_id
        return url_for(endpoint, **values)

    def module_url(self, module: ModuleOutline) -> str:
        return self.url("learning.module", slug=module.slug)

    def step_url(self, step: ActivityOutline, **values: Any) -> str:
        return self.url("learning.step", slug=step.module_slug, number=step.position, **values)

    def module(self, slug: str) -> ModuleOutline:
        """The module of this address."""
        found = self.version.module(slug)
        if found is None:
            raise NotThere
        return found

    def check(self, slug: str) -> tuple[ModuleOutline, ActivityOutline]:
        """The module of this address and its check."""
        module = self.module(slug)
        if module.check is None:
            raise NotThere
        return module, module.check


def progress_in(found: Training) -> Progress:
    """How far the reader is in it; two statements."""
    where = found.enrolment.organisation_id
    return queries.progress_of(db.session, actor.person_id, found.version, organisation_id=where)


def training_or_none() -> Training | None:
    """The training named in the address, else the last one named, else the newest."""
    found = queries.active_enrolments(db.session, actor.person_id)
    if not found:
        return None
    asked = request.args.get("programme") or session.get("programme")
    chosen = next((row for row in found if row.public_id == asked), found[0])
    if "programme" in request.args and len(found) > 1:
        session["programme"] = chosen.public_id
    return Training(chosen, catalogue.outline(db.session, chosen.version_id), found)


def training() -> Training:
    """The same where a person without training finds nothing."""
    found = training_or_none()
    if found is None:
        raise NotThere
    return found
