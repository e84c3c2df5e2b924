"""Pages: what a person in training and their tutors write to each other, on the person's side."""

from __future__ import annotations

from functools import partial

from flask import request
from flask.typing import ResponseReturnValue

from lms.drafts.operations import DraftNewer
from lms.drafts.queries import OpenDraft
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.learning import policies
from lms.learning.forms.pace import MessageForm
from lms.learning.models import Side
from lms.learning.operations.exchanges import ANSWER_DAYS, ask_tutor, mark_opened
from lms.learning.queries.exchanges import thread_of, tutors_of
from lms.learning.queries.pace import Pace, pace_of
from lms.learning.rules.tutoring import LONGEST_IN_WORDS
from lms.learning.views.blueprint import bp
from lms.learning.views.training import Training, training, training_or_none
from lms.learning.views.writing import Writing, choice_page, keeps_draft, sending, take_version
from lms.web.database import db
from lms.web.guard import requires
from lms.web.nudge import nudge
from lms.web.page import done, form_page, keys, now, page

FORM = "tutor"


@bp.get("/tutor")
@requires(policies.may_learn)
def tutor() -> ResponseReturnValue:
    """The thread with one's tutors."""
    found = training_or_none()
    if found is None:
        return page("learning/no_tutor.html", training=None)
    mine = pace_of(db.session, found.enrolment.id)
    draft = Writing(FORM, mine).draft()
    return _page(found, mine, Writing(FORM, mine).form(draft), draft)


@bp.post("/tutor")
@requires(policies.may_learn)
def write_to_tutor() -> ResponseReturnValue:
    """Send a message, or keep its draft."""
    found = training()
    mine = pace_of(db.session, found.enrolment.id)
    writing, form = Writing(FORM, mine), MessageForm()
    if not form.accepted():
        return _page(found, mine, form, None)
    text, version = form.text.data or "", form.version.data or 0
    here = found.url(".tutor", _anchor="write")
    try:
        if keeps_draft():
            writing.keep(text, version)
            return done(_("Draft kept."), to=here)
        due_on = ask_tutor(db.session, keys(), mine, text, sending())
    except DraftNewer as met:
        take_version(form, met.newer)
        return choice_page(_page(found, mine, form, None, newer=met.newer))
    except RuleBroken as broken:
        form.blame(broken)
        return _page(found, mine, form, None)
    writing.empty(version)
    db.after_commit(nudge)
    return done(_("Sent. You have an answer by %(day)s.", day=due_on), to=found.url(".tutor"))


@bp.post("/tutor/draft")
@requires(policies.may_learn)
def autosave_question() -> ResponseReturnValue:
    found = training()
    return Writing(FORM, pace_of(db.session, found.enrolment.id)).autosave()


def _page(
    found: Training,
    mine: Pace,
    form: MessageForm,
    draft: OpenDraft | None,
    newer: OpenDraft | None = None,
) -> ResponseReturnValue:
    tutors = tutors_of(db.session, mine.enrolment_id)
    before = request.args.get("before", "")
    thread = thread_of(db.session, keys(), mine, reader=Side.TRAINEE, before=before)
    if thread.new and request.method == "GET":
        # That a message was seen is noted once, in a small transaction of its own.
        # nosemgrep: tests.judges.no-get-that-writes
        with db.writing() as session:
            mark_opened(session, mine, reader=Side.TRAINEE, now=now())
    return form_page(
        "learning/tutor.html",
        form,
        training=found,
        mine=mine,
        tutors=tutors,
        thread=thread,
        before=before,
        draft=draft,
        newer=newer,
        answer_days=mine.answer_days or ANSWER_DAYS,
        longest=LONGEST_IN_WORDS,
        autosave_url=found.url(".autosave_question"),
        page_url=partial(found.url, ".tutor"),
    )
