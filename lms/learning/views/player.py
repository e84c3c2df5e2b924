"""Pages: the programme, a module, and its steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from lms.catalogue import queries as catalogue
from lms.catalogue.models import ActivityKind, ModuleTextKind
from lms.kernel.refusals import NotThere
from lms.learning import policies
from lms.learning.forms import PressForm
from lms.learning.render import result_words, step_items, steps_words, turns_shown
from lms.learning.views.blueprint import bp
from lms.learning.views.checks import show_check
from lms.learning.views.media import gallery_of
from lms.learning.views.notices import is_held, show_notice
from lms.learning.views.places import remember_step, resume_of
from lms.learning.views.reading import Reading, complete, reading_of, step_page
from lms.learning.views.reflection import keep_notes, show_reflection
from lms.learning.views.training import progress_in, training, training_or_none
from lms.web.database import db
from lms.web.guard import requires
from lms.web.i18n import language
from lms.web.page import page


@bp.get("/path")
@requires(policies.may_learn)
def programme() -> ResponseReturnValue:
    found = training_or_none()
    if found is None:
        return page("learning/no_training.html")
    progress = progress_in(found)
    trainings = [(row, catalogue.outline(db.session, row.version_id)) for row in found.all]
    return page(
        "learning/programme.html",
        training=found,
        version=found.version,
        progress=progress,
        next_step=progress.next_activity(found.version),
        trainings=trainings,
        result_words=result_words,
        steps_words=steps_words,
        resume=resume_of(found),
    )


@bp.get("/modules/<slug>")
@requires(policies.may_learn)
def module(slug: str) -> ResponseReturnValue:
    found = training()
    shown = found.module(slug)
    progress = progress_in(found)
    next_step = progress.next_in(shown)
    return page(
        "learning/module.html",
        training=found,
        module=shown,
        progress=progress,
        next_step=next_step,
        after=found.version.after(shown),
        items=step_items(shown, progress, next_step, found.step_url),
        best=progress.best.get(slug),
        result_words=result_words,
        steps_words=steps_words,
    )


@bp.get("/modules/<slug>/<any(summary, session):kind>")
@requires(policies.may_learn)
def module_text(slug: str, kind: str) -> ResponseReturnValue:
    """What stands beside the steps: the page in plain language, the plan of the group session."""
    found = training()
    shown = found.module(slug)
    text = catalogue.module_text(db.session, shown.id, ModuleTextKind(kind), language())
    return page(
        "learning/module_text.html",
        training=found,
        module=shown,
        kind=kind,
        text=text,
        gallery=gallery_of(found.version, shown),
    )


@bp.get("/modules/<slug>/steps/<int(max=999):number>")
@requires(policies.may_learn)
def step(slug: str, number: int) -> ResponseReturnValue:
    reading = reading_of(slug, number)
    if is_held(reading.module, reading.step):
        return show_notice(reading)
    remember_step(reading)
    return SHOW[reading.step.kind](reading)


@bp.post("/modules/<slug>/steps/<int(max=999):number>")
@requires(policies.may_learn)
def finish_step(slug: str, number: int) -> ResponseReturnValue:
    """Complete the step; pressing twice, or in two tabs, leads to the same place."""
    reading = reading_of(slug, number)
    if reading.step.kind is ActivityKind.CHECK:
        raise NotThere
    if reading.step.kind is ActivityKind.REFLECTION:
        return keep_notes(reading)
    form = PressForm()
    if not form.accepted():
        return SHOW[reading.step.kind](reading)
    return complete(reading)


def _show_text(reading: Reading) -> ResponseReturnValue:
    return step_page(reading, PressForm())


def _show_situation(reading: Reading) -> ResponseReturnValue:
    """The choices live in the address: nothing of them is kept."""
    turns = turns_shown(reading.body, request.args)
    chosen = {turn.name: turn.chosen["id"] for turn in turns if turn.chosen}

    def choose(turn: str, choice: str) -> str:
        values: dict[str, Any] = {**chosen, turn: choice}
        return reading.training.step_url(reading.step, **values, _anchor=turn)

    ended = len(chosen) == len(reading.body["turns"])
    return step_page(reading, PressForm(), turns=turns, choose=choose, ended=ended)


SHOW: dict[ActivityKind, Callable[[Reading], ResponseReturnValue]] = {
    ActivityKind.TEXT: _show_text,
    ActivityKind.PRACTICE: _show_text,
    ActivityKind.SITUATION: _show_situation,
    ActivityKind.REFLECTION: show_reflection,
    ActivityKind.CHECK: show_check,
}
