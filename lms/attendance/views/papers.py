"""Pages where a sheet is closed, an empty one is made, and the documents are handed out."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, current_app, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.attendance import policies
from lms.attendance.forms import PressForm
from lms.attendance.models import SheetPaper
from lms.attendance.operations import papers as operations
from lms.attendance.operations.planning import Planner
from lms.attendance.queries.calendar import SessionFile
from lms.attendance.queries.mine import leads
from lms.attendance.queries.papers import paper_open_to
from lms.attendance.queries.sheets import sheet_of
from lms.attendance.views.blueprint import bp
from lms.attendance.views.calendar import file_of
from lms.kernel.keys import Keys
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import Text, _
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.nudge import nudge
from lms.web.page import done, form_page, keys, new_token, now

Asked = Callable[[Session, Keys, SessionFile, Planner], SheetPaper]


@bp.route("/group-sessions/<public_id>/close", methods=["GET", "POST"])
@requires(policies.may_lead)
def close_sheet(public_id: str) -> ResponseReturnValue:
    """Freeze the sheet as a document; what is corrected later makes another one."""
    file = file_of(public_id)
    if not leads(db.session, file.held.id, actor.person_id):
        raise NotThere
    return _asked(file, operations.close_sheet, _("The sheet is closed."), closing=True)


@bp.route("/group-sessions/<public_id>/empty-sheet", methods=["GET", "POST"])
@requires(policies.may_plan)
def empty_sheet(public_id: str) -> ResponseReturnValue:
    """An empty sheet, for a place without a network."""
    file = file_of(public_id)
    return _asked(file, operations.blank_sheet, _("The empty sheet is asked for."), closing=False)


@bp.get("/sheets/<public_id>/file")
@requires(policies.may_plan)
def download_sheet(public_id: str) -> ResponseReturnValue:
    """The document, for trainers of the cohort and managers of the organisation; journaled."""
    found = paper_open_to(db.session, actor, public_id)
    store = current_app.extensions["sillage.settings"].files
    answer = Response(operations.bytes_of(keys(), store, found), mimetype="application/pdf")
    answer.set_etag(found.file_sha256)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers.set("Content-Disposition", "attachment", filename=found.file_name)
    answer.make_conditional(request)
    if answer.status_code == 200:
        # A small transaction of its own: the request only reads.
        # nosemgrep: tests.judges.no-get-that-writes
        with db.writing() as session:
            operations.note_download(
                session, found, by=actor.person_id, role=str(actor.role or ""), now=now()
            )
    return answer


def _asked(file: SessionFile, act: Asked, words: Text, *, closing: bool) -> ResponseReturnValue:
    form = PressForm()
    if form.accepted():
        how = Planner(by=actor.person_id, now=now(), public_id=new_token())
        try:
            act(db.session, keys(), file, how)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            db.after_commit(nudge)
            to = url_for(".group_session", public_id=file.held.public_id, _anchor="t-papers")
            return done(words, to=to)
    return form_page(
        "attendance/paper.html",
        form,
        file=file,
        zone=file.organisation.time_zone,
        closing=closing,
        over=now() >= file.halves[-1].ends_at,
        unsigned=_unsigned(file) if closing else (),
    )


def _unsigned(file: SessionFile) -> tuple[str, ...]:
    """Who has no line yet for one of the half-days."""
    rows = sheet_of(db.session, file.held)
    return tuple(row.name for row in rows if len(row.marks) < len(file.halves))
