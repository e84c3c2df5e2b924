"""Resuming where one left: the step and the passage, on this device and on another one."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from flask import session
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError

from lms.accounts.operations.devices import device_digest
from lms.catalogue import queries as catalogue
from lms.catalogue.rules.outline import ActivityOutline, ModuleOutline
from lms.catalogue.rules.passages import passage_of
from lms.learning import policies
from lms.learning.forms import PlaceForm
from lms.learning.operations.places import keep_place
from lms.learning.queries.places import KeptPlace, places_of
from lms.learning.views.blueprint import bp
from lms.learning.views.notices import is_held
from lms.learning.views.reading import Reading, reading_of
from lms.learning.views.training import Training
from lms.web.database import db
from lms.web.device import sent_device
from lms.web.guard import actor, requires
from lms.web.i18n import in_type, reading_locale
from lms.web.page import now

AT = "reading at"
"""In the cookie: the step opened last, so that opening it again writes nothing."""


@dataclass(frozen=True, slots=True)
class ResumePlace:
    """Where to go on: the step, the heading above the passage (or none), and the address."""

    module: ModuleOutline
    step: ActivityOutline
    heading: str
    href: str


@dataclass(frozen=True, slots=True)
class Resume:
    """The place on this device, and that of the device used last when it is another one."""

    here: ResumePlace | None
    elsewhere: ResumePlace | None


def resume_of(found: Training) -> Resume:
    """One statement; headings come from texts that the process keeps."""
    device = device_digest(actor.person_id, sent_device())
    places = places_of(db.session, actor.person_id, found.version.id, device)
    here, elsewhere = _resume(found, places.here), _resume(found, places.elsewhere)
    return Resume(here, None if elsewhere == here else elsewhere)


def _resume(found: Training, kept: KeptPlace | None) -> ResumePlace | None:
    for module in found.version.modules:
        for step in module.activities:
            if kept is not None and step.id == kept.activity_id:
                heading = "" if is_held(module, step) else _heading(step, kept.passage)
                anchor = {"_anchor": f"p-{kept.passage}"} if heading else {}
                return ResumePlace(module, step, heading, found.step_url(step, **anchor))
    return None


def _heading(step: ActivityOutline, passage: int) -> str:
    body = catalogue.body_of(db.session, step.id, step.locale(reading_locale()))
    found = passage_of(body["markdown"], passage)
    return in_type(found.heading) if found else ""


def remember_step(reading: Reading) -> None:
    """Keep the step as the place on this device, once the page is on its way."""
    device, step = sent_device(), reading.step.id
    if not device or session.get(AT) == step:
        return
    session[AT] = step
    digest = device_digest(actor.person_id, device)
    who, version = actor.person_id, reading.training.version.id

    def keep() -> None:
        # A place that could not be written must not keep anybody from reading.
        with suppress(DBAPIError), db.writing() as apart:
            keep_place(
                apart,
                device=digest,
                person_id=who,
                version_id=version,
                activity_id=step,
                passage=0,
                now=now(),
            )

    db.after_commit(keep)


@bp.post("/modules/<slug>/steps/<int(max=999):number>/place")
@requires(policies.may_learn)
def place(slug: str, number: int) -> ResponseReturnValue:
    """The passage before the reader's eyes, sent by the script; there is nothing to answer."""
    reading = reading_of(slug, number)
    form = PlaceForm()
    if form.accepted() and sent_device():
        keep_place(
            db.session,
            device=device_digest(actor.person_id, sent_device()),
            person_id=actor.person_id,
            version_id=reading.training.version.id,
            activity_id=reading.step.id,
            passage=form.passage.data or 0,
            now=now(),
        )
    return "", 204
