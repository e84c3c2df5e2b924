"""Pages: the works that wait for an answer, and one of them."""

from __future__ import annotations

from flask import make_response, request, url_for
from flask.typing import ResponseReturnValue

from lms.assessment import policies
from lms.assessment.forms.work import AnswerForm, answer_form
from lms.assessment.models import WorkState
from lms.assessment.operations.answer_work import (
    Answering,
    AnswerWork,
    answer_work,
    remember_opening,
)
from lms.assessment.queries.work import WorkRow, waiting_for, work_for, works_read
from lms.assessment.render.words import file_words, level_words, state_tag
from lms.assessment.rules.work import FEEDBACK_FORM
from lms.assessment.views.blueprint import bp
from lms.assessment.views.drafted import autosaved, draft_of, kept
from lms.catalogue import queries as catalogue
from lms.catalogue.queries.frameworks import domains_of
from lms.catalogue.rules.outline import ActivityOutline, ModuleOutline
from lms.drafts.queries import OpenDraft
from lms.journal.operations import Reading, note_reading
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.i18n import said
from lms.web.page import done, form_page, keys, new_token, now, page, today_for

LONGEST_ID = 64


@bp.get("/tutoring/work")
@requires(policies.may_answer_work)
def waiting_work() -> ResponseReturnValue:
    """What waits for an answer, the oldest first."""
    after = request.args.get("after", "")[:LONGEST_ID]
    rows, following = waiting_for(db.session, actor.person_id, after=after)
    shown = [(row, *_step(row.version_id, row.activity_id)) for row in rows]
    return page("assessment/waiting_work.html", rows=shown, after=after, following=following)


@bp.route("/tutoring/work/<public_id>", methods=["GET", "POST"])
@requires(policies.may_answer_work)
def answer(public_id: str) -> ResponseReturnValue:
    """One work with everything handed in for its step, and the answer."""
    found = work_for(db.session, public_id, actor.person_id)
    if request.method == "GET":
        _note(found)
    draft = None if request.method == "POST" else draft_of(FEEDBACK_FORM, public_id)
    form = answer_form(_domains(found), draft)
    if not form.is_submitted():
        return _page(found, form, draft)
    return _keep(found, form) if request.form.get("act") == "keep" else _answer(found, form)


@bp.post("/tutoring/work/<public_id>/draft")
@requires(policies.may_answer_work)
def autosave_feedback(public_id: str) -> ResponseReturnValue:
    """Keep the feedback on its way."""
    found = work_for(db.session, public_id, actor.person_id)
    return autosaved(FEEDBACK_FORM, found.public_id)


def _keep(found: WorkRow, form: AnswerForm) -> ResponseReturnValue:
    """The draft alone: nothing else of the form is asked for yet."""
    try:
        newer = kept(FEEDBACK_FORM, found.public_id, form)
    except RuleBroken as broken:
        form.blame(RuleBroken("feedback", broken.sentence))
        return _page(found, form, None)
    if newer is not None:
        return _choice_page(found, form, newer)
    return done(_("Draft kept."), to=url_for(".answer", public_id=found.public_id))


def _answer(found: WorkRow, form: AnswerForm) -> ResponseReturnValue:
    if not form.accepted():
        return _page(found, form, None)
    newer = kept(FEEDBACK_FORM, found.public_id, form)
    if newer is not None:
        return _choice_page(found, form, newer)
    order = AnswerWork(
        feedback=_words(found, form),
        state=form.state.data,
        levels=form.levels,
        domains=form.domains,
    )
    how = Answering(
        by=actor.person_id,
        today=today_for(actor),
        now=now(),
        public_id=new_token(),
        link=_where_it_is_read(found),
    )
    try:
        answer_work(db.session, keys(), order, found.id, how)
    except RuleBroken as broken:
        form.blame(broken)
        return _page(found, form, None)
    return done(_("Your answer was sent."), to=url_for(".waiting_work"))


def _where_it_is_read(found: WorkRow) -> str:
    """The person's page of that step in the version of today; of the training without it."""
    training = found.enrolment_public_id
    module, step = _step(found.version_id, found.activity_id)
    here = catalogue.outline(db.session, found.training_version_id).module(module.slug)
    same = here.named(step.slug) if here else None
    if same is None or same.kind is not step.kind:
        return url_for("learning.programme", programme=training)
    return url_for(".work", slug=module.slug, number=same.position, programme=training)


def _words(found: WorkRow, form: AnswerForm) -> str:
    if not form.gives_way:
        return form.text
    draft = draft_of(FEEDBACK_FORM, found.public_id)
    return draft.text if draft else ""


def _note(found: WorkRow) -> None:
    """Reading is told to the person, and what was opened can no longer be taken back."""
    moment = now()
    reading = Reading(
        action="assessment.read_work",
        about=found.person_id,
        subject=("work", found.public_id),
        organisation_id=found.organisation_id,
    )
    note_reading(db.session, db.writing, reading, actor, now=moment)
    if found.state is WorkState.WAITING and not found.opened:
        # nosemgrep: tests.judges.no-get-that-writes
        with db.writing() as session:
            remember_opening(session, found.id, now=moment)


def _step(version_id: int, activity_id: int) -> tuple[ModuleOutline, ActivityOutline]:
    version = catalogue.outline(db.session, version_id)
    for module in version.modules:
        for step in module.activities:
            if step.id == activity_id:
                return module, step
    raise NotThere


def _domains(found: WorkRow) -> dict[str, str]:
    """The competencies of the step, by their code."""
    _module, step = _step(found.version_id, found.activity_id)
    titles = {one.code: said(one.title) for one in domains_of(db.session, found.version_id)}
    return {code: titles.get(code, code) for code in step.sheet.get("domains", ())}


def _choice_page(found: WorkRow, form: AnswerForm, newer: OpenDraft) -> ResponseReturnValue:
    """409: both texts side by side; nothing is sent until the person has chosen."""
    form.offer(newer.version)
    shown = make_response(_page(found, form, None, newer))
    shown.status_code = 409
    return shown


def _page(
    found: WorkRow, form: AnswerForm, draft: OpenDraft | None, newer: OpenDraft | None = None
) -> ResponseReturnValue:
    module, step = _step(found.version_id, found.activity_id)
    works = works_read(db.session, keys(), found)
    titles = {one.code: one for one in domains_of(db.session, found.version_id)}
    work = next((one for one in works if one.public_id == found.public_id), None)
    if work is None:
        raise NotThere
    return form_page(
        "assessment/answer.html",
        form,
        found=found,
        module=module,
        step=step,
        work=work,
        others=[one for one in works if one.public_id != found.public_id],
        draft=draft,
        newer=newer,
        domains=titles,
        level_words=level_words,
        state_tag=state_tag,
        file_words=file_words,
    )
