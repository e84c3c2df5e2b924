"""Pages of sessions: log one quickly, list them, read one, correct or delete it before signing."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.supervision import policies, queries
from lms.supervision.forms.sessions import (
    LONGEST_SEARCH,
    OTHER,
    ActForm,
    CorrectSessionForm,
    LogSessionForm,
)
from lms.supervision.models import SessionMode
from lms.supervision.operations import correct_session as corrections
from lms.supervision.operations import log_session as logging
from lms.supervision.queries.people import choices_to_log
from lms.supervision.queries.sessions import SessionFilter, SessionRow, session_for
from lms.supervision.rules.sessions import (
    DEFAULT_MINUTES,
    MOST_PEOPLE,
    USUAL_MINUTES,
    earliest_day,
    leading_standing,
)
from lms.supervision.rules.signing import shown_standing
from lms.supervision.views.blueprint import bp
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.page import done, form_page, moment, new_token, now, page, today_for


@bp.get("/sessions")
@requires(policies.may_log_sessions)
def sessions() -> ResponseReturnValue:
    """The supervisor's sessions, filtered by the address."""
    wanted = request.args.get("state", "")
    known = SessionFilter(wanted) if wanted in set(SessionFilter) else SessionFilter.ALL
    words = request.args.get("q", "")[:LONGEST_SEARCH].strip()
    found = queries.sessions_of(
        db.session,
        actor.person_id,
        wanted=known,
        words=words,
        after=request.args.get("after", ""),
    )
    return page(
        "supervision/sessions.html",
        found=found,
        wanted=known,
        words=words,
        after=request.args.get("after", ""),
        standing_of=_standing_of,
    )


@bp.route("/sessions/new", methods=["GET", "POST"])
@requires(policies.may_log_sessions)
def log_session() -> ResponseReturnValue:
    """One short form, filled in from the last session."""
    form = LogSessionForm(data=_like_last_time() if request.method == "GET" else None)
    if "find" not in request.form and form.accepted():
        try:
            held = logging.log_session(
                db.session,
                form.order(),
                supervisor_id=actor.person_id,
                record_ids=[new_token() for _one in range(MOST_PEOPLE)],
                **moment(),
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            return done(_("Session logged."), to=url_for(".session", public_id=held.public_id))
    return _log_page(form)


@bp.get("/sessions/<public_id>")
@requires(policies.may_log_sessions)
def session(public_id: str) -> ResponseReturnValue:
    """The facts of a session and the record of each person."""
    return _session_page(session_for(db.session, public_id, actor), ActForm())


@bp.route("/sessions/<public_id>/correct", methods=["GET", "POST"])
@requires(policies.may_log_sessions)
def correct_session(public_id: str) -> ResponseReturnValue:
    """Change the facts while nobody has signed."""
    held = session_for(db.session, public_id, actor, lock=request.method == "POST")
    if held.signed or held.revision:
        return redirect(url_for(".session", public_id=public_id), 303)
    form = CorrectSessionForm(data=_as_form(held))
    if form.accepted():
        try:
            order = form.order(tuple(part.agreement_public_id for part in held.parts))
            corrections.correct_session(
                db.session,
                held,
                order,
                supervisor_id=actor.person_id,
                today=today_for(actor),
                now=now(),
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            return done(_("Session corrected."), to=url_for(".session", public_id=public_id))
    people = [(part.agreement_public_id, part.name) for part in held.parts]
    return form_page("supervision/correct_session.html", form, held=held, people=people)


@bp.post("/sessions/<public_id>/delete")
@requires(policies.may_log_sessions)
def delete_session(public_id: str) -> ResponseReturnValue:
    """Take back a session that nobody has signed."""
    form = ActForm()
    held = session_for(db.session, public_id, actor, lock=True)
    if form.accepted():
        try:
            corrections.delete_session(db.session, held, supervisor_id=actor.person_id, now=now())
        except RuleBroken as broken:
            form.blame(broken)
        else:
            return done(_("Session of %(day)s deleted.", day=held.held_on), to=url_for(".sessions"))
    return _session_page(held, form)


def _log_page(form: LogSessionForm) -> ResponseReturnValue:
    today = today_for(actor)
    words = str(form.words.data or "")[:LONGEST_SEARCH].strip()
    chosen = list(form.people.data or ())[: 2 * MOST_PEOPLE]
    choices = choices_to_log(db.session, actor.person_id, today=today, chosen=chosen, words=words)
    if len(choices.rows) == 1 and not form.is_submitted():
        form.people.data = [choices.rows[0].public_id]
    form.show(choices)
    return form_page(
        "supervision/log_session.html",
        form,
        choices=choices,
        words=words,
        today=today,
        earliest=earliest_day(today),
    )


def _session_page(held: SessionRow, form: ActForm) -> ResponseReturnValue:
    moment_shown = now()
    standings = {
        part.public_id: shown_standing(part.standing, part.signed_at, moment_shown)
        for part in held.parts
    }
    return form_page("supervision/session.html", form, held=held, standings=standings)


def _standing_of(held: SessionRow) -> str:
    moment_shown = now()
    return leading_standing(
        shown_standing(part.standing, part.signed_at, moment_shown) for part in held.living
    )


def _like_last_time() -> dict[str, Any]:
    asked = request.args.getlist("with")[:MOST_PEOPLE]
    last = queries.last_session(db.session, actor.person_id)
    if last is None:
        usual = {"length": str(DEFAULT_MINUTES), "mode": SessionMode.ON_SITE.value}
        return {"held_on": today_for(actor), "people": asked, **usual}
    people = asked or [part.agreement_public_id for part in last.parts]
    # Who left early last time is no reason to expect it again.
    return _as_form(last) | {"held_on": today_for(actor), "people": people, "own_minutes": {}}


def _as_form(held: SessionRow) -> dict[str, Any]:
    usual = held.minutes in USUAL_MINUTES
    return {
        "held_on": held.held_on,
        "length": str(held.minutes) if usual else OTHER,
        "minutes": None if usual else held.minutes,
        "mode": held.mode.value,
        "own_minutes": {
            part.agreement_public_id: part.minutes
            for part in held.parts
            if part.minutes != held.minutes
        },
    }
