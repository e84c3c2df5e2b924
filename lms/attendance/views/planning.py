"""Pages where trainers and managers plan, change and cancel group sessions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from lms.attendance import policies
from lms.attendance.forms import PlanForm, PressForm
from lms.attendance.models import GroupSession, SessionState
from lms.attendance.operations import planning as operations
from lms.attendance.operations.planning import Planner, PlanSession
from lms.attendance.queries import calendar as queries
from lms.attendance.queries.calendar import SessionFile
from lms.attendance.views.blueprint import bp
from lms.attendance.views.calendar import file_of
from lms.catalogue.queries import outline
from lms.catalogue.rules import said
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.learning.models import Cohort
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.i18n import language
from lms.web.nudge import nudge
from lms.web.page import done, form_page, new_token, now


@bp.route("/group-sessions/new", methods=["GET", "POST"])
@requires(policies.may_plan)
def plan_session() -> ResponseReturnValue:
    """A session, or a series of them, for one of the cohorts."""
    cohorts = queries.cohorts_to_plan(db.session, actor)
    asked = request.args.get("cohort")
    cohort = next((one for one in cohorts if one.public_id == asked), None)
    if cohort is None:
        if asked or not cohorts:
            abort(404)
        cohort = cohorts[0]
    form = _form(cohort, again=False, place=cohort.place)
    if form.accepted():
        try:
            held = operations.plan(
                db.session,
                cohort,
                _order(form),
                _planner(),
                times=form.times.data,
                weeks=form.weeks.data,
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            return done(_("Session planned."), to=_page_of(held))
    return form_page("attendance/plan.html", form, cohort=cohort, cohorts=cohorts, held=None)


@bp.route("/group-sessions/<public_id>/change", methods=["GET", "POST"])
@requires(policies.may_plan)
def change_session(public_id: str) -> ResponseReturnValue:
    """Another day, another place: people are told."""
    file = _planned(public_id)
    form = _form(file.cohort, held=file.held, again=True, **_written(file))
    if form.accepted():
        try:
            held = operations.lock_session(db.session, file.held.id)
            operations.change(db.session, file.cohort, held, _order(form), _planner())
        except RuleBroken as broken:
            form.blame(broken)
        else:
            db.after_commit(nudge)
            return done(_("Session changed. The people concerned are told."), to=_page_of(held))
    return form_page("attendance/plan.html", form, cohort=file.cohort, cohorts=(), held=file.held)


@bp.route("/group-sessions/<public_id>/cancel", methods=["GET", "POST"])
@requires(policies.may_plan)
def cancel_session(public_id: str) -> ResponseReturnValue:
    """The session does not take place: people are told."""
    file = _planned(public_id)
    form = PressForm()
    if form.accepted():
        try:
            held = operations.lock_session(db.session, file.held.id)
            operations.cancel(db.session, held, _planner())
        except RuleBroken as broken:
            form.blame(broken)
        else:
            db.after_commit(nudge)
            return done(_("Session cancelled. The people concerned are told."), to=_page_of(held))
    return form_page("attendance/cancel.html", form, file=file, zone=file.organisation.time_zone)


def _planned(public_id: str) -> SessionFile:
    file = file_of(public_id)
    if file.held.state is SessionState.CANCELLED and request.method == "GET":
        raise NotThere
    return file


def _form(
    cohort: Cohort, *, again: bool, held: GroupSession | None = None, **written: Any
) -> PlanForm:
    version = outline(db.session, cohort.version_id)
    modules = {module.id: said(module.title, language()) for module in version.modules}
    trainers = queries.trainers_of(db.session, cohort.id, held.id if held else 0)
    return PlanForm(modules, trainers, again=again, **written)


def _order(form: PlanForm) -> PlanSession:
    order = form.into(PlanSession)
    return replace(order, module_id=order.module_id or None)


def _planner() -> Planner:
    return Planner(by=actor.person_id, now=now(), public_id=new_token())


def _written(file: SessionFile) -> dict[str, Any]:
    """What the form shows of a session that is there."""
    held, zone = file.held, ZoneInfo(file.organisation.time_zone)
    written: dict[str, Any] = {
        name: getattr(held, name) for name in ("title", "place", "link", "capacity", "make_up")
    }
    written |= {"module_id": held.module_id or 0}
    written |= {"trainers": list(queries.leaders_of(db.session, held.id))}
    for which, half in zip(operations.HALVES, file.halves, strict=False):
        begins, ends = half.starts_at.astimezone(zone), half.ends_at.astimezone(zone)
        written |= {f"{which}_begins": begins.time(), f"{which}_ends": ends.time()}
        written.setdefault("day", begins.date())
    return written


def _page_of(held: GroupSession) -> str:
    return url_for(".group_session", public_id=held.public_id)
