"""Pages: exemptions of somebody whom one accompanies, one of them, and one's own."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, current_app, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from lms.assessment import policies
from lms.assessment.forms.exemptions import ExemptForm, WithdrawForm, exempt_form
from lms.assessment.operations.exemptions import (
    Accompanying,
    Exempt,
    WithdrawExemption,
    exempt,
    withdraw_exemption,
)
from lms.assessment.queries.competencies import Followed, followed
from lms.assessment.queries.exemptions import (
    GivenExemption,
    enrolment_of_exemption,
    exemption_file_for,
    exemptions_of,
)
from lms.assessment.queries.files import reader_of_work
from lms.assessment.render.words import file_words
from lms.assessment.rules.files import MEDIA_TYPES, MOST_BYTES, TakenFile, take
from lms.assessment.views.blueprint import bp
from lms.assessment.views.training import training
from lms.catalogue import queries as catalogue
from lms.catalogue.rules.outline import ActivityOutline, VersionOutline
from lms.journal.operations import Reading, note_reading
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.learning.queries import progress_of
from lms.learning.queries.cohorts import staff_of
from lms.storage.operations import Store
from lms.web.bodies import takes_files
from lms.web.database import db
from lms.web.guard import actor, anyone, requires
from lms.web.page import done, form_page, keys, new_token, now, page, today_for

ROOM_FOR_WORDS = 512 * 1024


@bp.route("/tutoring/<enrolment>/exemptions", methods=["GET", "POST"])
@takes_files(MOST_BYTES + ROOM_FOR_WORDS)
@requires(policies.may_exempt)
def exemptions_of_somebody(enrolment: str) -> ResponseReturnValue:
    """What somebody is exempted from, and the form of a new exemption."""
    found = followed(db.session, enrolment, actor.person_id)
    version = catalogue.outline(db.session, found.version_id)
    progress = progress_of(
        db.session, found.person_id, version, organisation_id=found.organisation_id
    )
    form = exempt_form(version, progress)
    if form.accepted():
        try:
            _exempt(found, version, form)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            here = url_for(".exemptions_of_somebody", enrolment=enrolment)
            return done(_("Exempted. The person is told, and reads why."), to=here)
    if request.method == "GET":
        _note(found)
    return form_page(
        "assessment/exemptions_of.html",
        form,
        found=found,
        version=version,
        rows=exemptions_of(db.session, keys(), found.person_id, found.id),
        staff=staff_of(db.session, found.id),
        steps_in=steps_in(version),
        file_words=file_words,
    )


@bp.route("/tutoring/exemptions/<public_id>", methods=["GET", "POST"])
@requires(policies.may_exempt)
def exemption(public_id: str) -> ResponseReturnValue:
    """One exemption, and the form that withdraws it."""
    enrolment = enrolment_of_exemption(db.session, public_id)
    found, form = followed(db.session, enrolment, actor.person_id), WithdrawForm()
    if form.accepted():
        order = WithdrawExemption(reason=form.reason.data or "")
        try:
            withdraw_exemption(db.session, keys(), order, public_id, _accompanying())
        except RuleBroken as broken:
            form.blame(broken)
        else:
            here = url_for(".exemptions_of_somebody", enrolment=enrolment)
            return done(_("Withdrawn. The person is told, and reads why."), to=here)
    if request.method == "GET":
        _note(found)
    version = catalogue.outline(db.session, found.version_id)
    [row] = exemptions_of(db.session, keys(), found.person_id, found.id, public_id)
    return form_page(
        "assessment/exemption.html",
        form,
        found=found,
        row=row,
        steps_in=steps_in(version),
        file_words=file_words,
    )


@bp.get("/exemptions")
@requires(policies.may_hand_in)
def exemptions() -> ResponseReturnValue:
    """One's own, with everything that was written about them."""
    found = training()
    mine = exemptions_of(db.session, keys(), actor.person_id, found.enrolment.id)
    return page(
        "assessment/exemptions.html",
        training=found,
        rows=mine,
        staff=staff_of(db.session, found.enrolment.id),
        steps_in=steps_in(found.version),
        file_words=file_words,
    )


@bp.get("/exemptions/files/<public_id>")
@requires(anyone)
def exemption_file(public_id: str) -> ResponseReturnValue:
    """What an exemption rests on, for the person and for whoever accompanies them."""
    found = exemption_file_for(db.session, public_id, actor.person_id)
    store: Store = current_app.extensions["sillage.settings"].files
    content = reader_of_work(db.session, keys(), store, [found.person_id])(found)
    answer = Response(content, mimetype=MEDIA_TYPES[found.kind].split(";")[0])
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    # Its own name may tell of somebody: the file gets a plain one.
    named = f"document_{public_id[:6]}.{found.kind.value}"
    answer.headers.set("Content-Disposition", "attachment", filename=named)
    return answer


def steps_in(version: VersionOutline) -> Callable[[GivenExemption], list[ActivityOutline]]:
    """What tells the steps of an exemption, as far as this version has them."""

    def steps(given: GivenExemption) -> list[ActivityOutline]:
        return [step for step in version.activities if step.id in given.steps]

    return steps


def _exempt(found: Followed, version: VersionOutline, form: ExemptForm) -> None:
    order = Exempt(
        scope=form.scope.data or "",
        reason=form.reason.data or "",
        evidence=form.evidence.data or "",
        file=_file(form.document.data),
    )
    store: Store = current_app.extensions["sillage.settings"].files
    exempt(db.session, keys(), store, order, found.id, version, _accompanying())


def _file(sent: object) -> TakenFile | None:
    if not isinstance(sent, FileStorage) or not sent.filename:
        return None
    try:
        return take(sent.filename, sent.stream.read(MOST_BYTES + 1))
    except RuleBroken as broken:
        raise RuleBroken("document", broken.sentence) from broken


def _accompanying() -> Accompanying:
    return Accompanying(by=actor.person_id, today=today_for(actor), now=now(), new_id=new_token)


def _note(found: Followed) -> None:
    read = Reading(
        action="assessment.read_exemptions",
        about=found.person_id,
        subject=("enrolment", found.public_id),
        organisation_id=found.organisation_id,
    )
    note_reading(db.session, db.writing, read, actor, now=now())
