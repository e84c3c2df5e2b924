"""The calendar of group sessions, and the page of one of them with its sheet."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from lms.attendance import policies
from lms.attendance.forms import PressForm
from lms.attendance.queries import calendar as queries
from lms.attendance.queries.calendar import SessionFile
from lms.attendance.queries.mine import leads, my_marks
from lms.attendance.queries.papers import papers_of
from lms.attendance.queries.sheets import sheet_of
from lms.attendance.render import local_day
from lms.attendance.rules.holidays import holiday_on
from lms.attendance.rules.signing import window
from lms.attendance.views.blueprint import bp
from lms.kernel.actor import Role
from lms.kernel.refusals import NotThere
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.page import now, page

LONGEST_KEY = 64


@bp.get("/calendar")
@requires(policies.may_read_calendar)
def calendar() -> ResponseReturnValue:
    """Sessions to come, or those that are over."""
    past = request.args.get("past") == "1"
    after = request.args.get("after", "")[:LONGEST_KEY]
    found = queries.calendar(db.session, actor, now=now(), past=past, after=after)
    may_plan = policies.may_plan(actor)
    return page(
        "attendance/calendar.html",
        found=found,
        past=past,
        first=not after,
        cohorts=queries.cohorts_to_plan(db.session, actor) if may_plan else (),
    )


@bp.get("/group-sessions/<public_id>")
@requires(policies.may_read_calendar)
def group_session(public_id: str) -> ResponseReturnValue:
    """One session: where and when, one's own signature, and the sheet for who accompanies."""
    file = file_of(public_id)
    trainee = actor.role is Role.TRAINEE
    moment = now()
    return page(
        "attendance/session.html",
        file=file,
        zone=file.organisation.time_zone,
        windows={half.number: window(half.starts_at, half.ends_at, moment) for half in file.halves},
        holidays=_holidays(file),
        mine=my_marks(db.session, file.held.id, actor.person_id),
        sheet=() if trainee else sheet_of(db.session, file.held),
        signs=trainee or leads(db.session, file.held.id, actor.person_id),
        keeps=policies.may_lead(actor),
        plans=policies.may_plan(actor),
        makes_papers=policies.may_plan(actor),
        papers=papers_of(db.session, file.held.id) if policies.may_plan(actor) else (),
        over=moment >= file.halves[-1].ends_at,
        form=PressForm(),
    )


def file_of(public_id: str) -> SessionFile:
    """The session of this address, if the actor may see it."""
    file = queries.session_file(db.session, actor, public_id)
    if file is None:
        raise NotThere
    return file


def _holidays(file: SessionFile) -> tuple[str, ...]:
    where = file.organisation
    days = {local_day(half.starts_at, where.time_zone) for half in file.halves}
    found = (holiday_on(day, where.territory) for day in sorted(days))
    return tuple(name for name in found if name)
