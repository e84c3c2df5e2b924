"""Pages of one's own pace: pause and return, more time, and what happens elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import url_for
from flask.typing import ResponseReturnValue

from lms.catalogue import queries as catalogue
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import Text, _
from lms.learning import policies
from lms.learning.forms import PressForm
from lms.learning.forms.pace import OneTrainingForm, PauseForm
from lms.learning.operations.pace import begin_pause, end_pause, take_more_time
from lms.learning.queries.exchanges import unread_from_tutors
from lms.learning.queries.pace import Pace, paces_of
from lms.learning.render.pace import days_words, pause_words
from lms.learning.views.blueprint import bp
from lms.learning.views.training import progress_in, training
from lms.web.database import db
from lms.web.form import Form
from lms.web.guard import actor, requires
from lms.web.i18n import said
from lms.web.page import done, form_page, now, page


@bp.get("/pace")
@requires(policies.may_learn)
def pace() -> ResponseReturnValue:
    """Deadlines, pauses and what others see of them."""
    found = paces_of(db.session, actor.person_id)
    return _pace_page(found, _pause_form(found))


@bp.route("/pace/pause", methods=["GET", "POST"])
@requires(policies.may_learn)
def pause() -> ResponseReturnValue:
    """Let trainings wait: one press, no reason."""
    found = paces_of(db.session, actor.person_id)
    form = _pause_form(found)
    if form.accepted():
        wanted = [one for one in found if form.picked(one.public_id)]
        try:
            begin_pause(db.session, form.order(), wanted, by=actor.person_id, now=now())
        except RuleBroken as broken:
            form.blame(broken)
        else:
            return done(_paused(wanted), to=url_for(".pace"))
    return _pace_page(found, form)


@bp.post("/pace/resume")
@requires(policies.may_learn)
def resume() -> ResponseReturnValue:
    """Go on, with one training or with all of them."""
    found, form = paces_of(db.session, actor.person_id), OneTrainingForm()
    if not form.accepted():
        return _pace_page(found, _pause_form(found), form)
    asked = form.training.data or ""
    wanted = [one for one in found if asked in {"", one.public_id}]
    ended = end_pause(db.session, wanted, by=actor.person_id, now=now())
    words = _("Your training goes on. Welcome back.") if ended else None
    return done(words, to=url_for(".pace_return", programme=asked or None))


@bp.post("/pace/more-time")
@requires(policies.may_learn)
def more_time() -> ResponseReturnValue:
    """A quarter more time, by right."""
    found, form = paces_of(db.session, actor.person_id), OneTrainingForm()
    asked = next((one for one in found if one.public_id == form.training.data), None)
    if asked is None:
        raise NotThere
    if not form.accepted():
        return _pace_page(found, _pause_form(found), form)
    try:
        take_more_time(db.session, asked, by=actor.person_id, now=now())
    except RuleBroken as broken:
        form.blame(broken)
        return _pace_page(found, _pause_form(found), form)
    return done(_("Your deadline has moved. Your tutors see the new date."), to=url_for(".pace"))


@bp.get("/pace/return")
@requires(policies.may_learn)
def pace_return() -> ResponseReturnValue:
    """Where things stood, what moved, and what comes next."""
    found = training()
    mine = next(
        one
        for one in paces_of(db.session, actor.person_id)
        if one.enrolment_id == found.enrolment.id
    )
    today = mine.today(now())
    progress = progress_in(found)
    last = max(
        (step for step in found.version.activities if step.id in progress.done),
        key=lambda step: progress.done[step.id],
        default=None,
    )
    back = mine.last_return(today)
    return page(
        "learning/pace_return.html",
        training=found,
        mine=mine,
        progress=progress,
        last=last,
        next_step=progress.next_activity(found.version),
        back=back,
        days_words=days_words,
        deadline=mine.deadline(today),
        before=mine.deadline_without(back, today) if back else None,
        unread=unread_from_tutors(db.session, mine.enrolment_id),
    )


@bp.get("/pace/elsewhere")
@requires(policies.may_learn)
def elsewhere() -> ResponseReturnValue:
    """What stays one's own when the organisation changes, and how to go on with another one."""
    found = paces_of(db.session, actor.person_id)
    return page("learning/elsewhere.html", trainings=_titled(found))


def _paused(wanted: Sequence[Pace]) -> Text | None:
    if not wanted:
        return None
    return _("Your training waits. Nothing is expected of you until you come back.")


def _titled(found: Sequence[Pace]) -> list[tuple[Pace, str]]:
    return [(one, said(catalogue.outline(db.session, one.version_id).title)) for one in found]


def _module_days(training: Pace, today: date) -> list[tuple[str, date]]:
    """The modules that have a date, in their order, with the person's own."""
    own = training.module_deadlines(today)
    modules = catalogue.outline(db.session, training.version_id).modules
    return [(said(one.title), own[one.slug]) for one in modules if one.slug in own]


def _pause_form(found: Sequence[Pace]) -> PauseForm:
    titles = {one.public_id: f"{title}, {one.organisation_name}" for one, title in _titled(found)}
    return PauseForm(titles, sent_to=url_for(".pause"))


def _pace_page(
    found: Sequence[Pace], form: PauseForm, refused: Form | None = None
) -> ResponseReturnValue:
    moment = now()
    shown = [(one, title, one.today(moment)) for one, title in _titled(found)]
    return form_page(
        "learning/pace.html",
        refused or form,
        pause_form=form,
        press=PressForm(None),
        shown=shown,
        paused=[one for one, _title, today in shown if one.pause(today)],
        pause_words=pause_words,
        days_words=days_words,
        module_days=_module_days,
    )
