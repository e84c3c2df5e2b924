"""Pages: why a training is not complete yet, for its person and for whoever accompanies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request, session, url_for
from flask.typing import ResponseReturnValue

from lms.catalogue.rules.outline import ActivityOutline
from lms.certification.queries.missing import accompanied_training, unfinished
from lms.certification.render import told
from lms.certification.views.blueprint import bp
from lms.journal.operations import Reading, note_reading
from lms.kernel.refusals import NotThere
from lms.learning.policies import may_accompany, may_learn
from lms.learning.queries import active_enrolments
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.page import now, page


@dataclass(frozen=True, slots=True)
class Own:
    """A training of one's own."""

    person_id: int
    organisation_id: int
    version_id: int


@bp.get("/path/missing")
@requires(may_learn)
def missing() -> ResponseReturnValue:
    """What one's own training still needs, with links to the steps."""
    found = active_enrolments(db.session, actor.person_id)
    if not found:
        raise NotThere
    asked = request.args.get("programme") or session.get("programme")
    chosen = next((row for row in found if row.public_id == asked), found[0])
    named: dict[str, Any] = {"programme": chosen.public_id} if len(found) > 1 else {}
    own = Own(actor.person_id, chosen.organisation_id, chosen.version_id)

    def step_url(step: ActivityOutline) -> str:
        return url_for("learning.step", slug=step.module_slug, number=step.position, **named)

    return page(
        "certification/missing.html",
        told=told(unfinished(db.session, own, now=now()), step_url),
        back=url_for("learning.programme", **named),
        person=None,
        opened=request.args.get("module", ""),
    )


@bp.get("/tutoring/<enrolment>/missing")
@requires(may_accompany)
def missing_of(enrolment: str) -> ResponseReturnValue:
    """The same facts of somebody whom the reader accompanies: no content and no answer."""
    training = accompanied_training(db.session, enrolment, actor.person_id)
    read = Reading(
        action="certification.read_requirements",
        about=training.person_id,
        subject=("enrolment", training.public_id),
        organisation_id=training.organisation_id,
    )
    note_reading(db.session, db.writing, read, actor, now=now())
    return page(
        "certification/missing.html",
        told=told(unfinished(db.session, training, now=now())),
        back="",
        person=training,
        opened=request.args.get("module", ""),
    )
