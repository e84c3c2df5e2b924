"""Pages: an open text of a check, saved while it is written, read by the tutor once it is sent."""

from __future__ import annotations

from flask import jsonify, make_response
from flask.typing import ResponseReturnValue

from lms.catalogue.rules.checks.kinds import QuestionKind
from lms.drafts.operations import DraftNewer, SaveDraft, save_draft
from lms.drafts.queries import OpenDraft, drafts_of
from lms.drafts.rules import LONGEST_IN_WORDS
from lms.kernel.refusals import NotThere, RuleBroken
from lms.learning import policies
from lms.learning.forms import AutosaveForm, NotesForm, notes_form
from lms.learning.operations.open_answers import OPEN_FORM, draft_subject
from lms.learning.queries import OpenAttempt
from lms.learning.views.asking import (
    Asked,
    Check,
    answer_question,
    asked_at,
    check_of,
    question_page,
)
from lms.learning.views.blueprint import bp
from lms.learning.views.reflection import NEWER
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.i18n import clock, gettext, in_type, sentence
from lms.web.page import done, keys, new_token, now


def drafts_in(check: Check, attempt: OpenAttempt) -> dict[str, OpenDraft]:
    """The drafts of an attempt's open texts by question; no statement where it has none."""
    if not check.open_questions:
        return {}
    subjects = {draft_subject(attempt.id, name): name for name in check.open_questions}
    found = drafts_of(db.session, keys(), actor.person_id, OPEN_FORM, list(subjects))
    return {subjects[subject]: draft for subject, draft in found.items()}


def ask_open_text(asked: Asked) -> ResponseReturnValue:
    """The text area of an open question; what is sent is kept and one goes on."""
    form = _form(asked, None)
    if not form.accepted():
        draft = None if form.is_submitted() else _draft(asked)
        return _page(asked, form if form.is_submitted() else _form(asked, draft), draft, None)
    if not form.gives_way(1):
        try:
            _save(asked, form.note(1), form.version(1))
        except RuleBroken as broken:
            form.blame(RuleBroken("note_1", broken.sentence))
            return _page(asked, form, None, None)
        except DraftNewer as met:
            form.offer(1, met.newer.version)
            answer = make_response(_page(asked, form, None, met.newer))
            answer.status_code = 409
            return answer
    if form.note(1).strip() or form.gives_way(1):
        answer_question(asked, None)
    return done(None, to=asked.next_url)


@bp.post("/modules/<slug>/check/<int(max=999):number>/text")
@requires(policies.may_learn)
def autosave_open_text(slug: str, number: int) -> ResponseReturnValue:
    """Keep an open text on its way; answers in JSON for the script."""
    asked = asked_at(check_of(slug), number)
    if asked is None or asked.kind is not QuestionKind.OPEN:
        raise NotThere
    form = AutosaveForm()
    try:
        version = _save(asked, form.text.data or "", form.version.data or 0)
    except RuleBroken as broken:
        return jsonify(message=sentence(broken.sentence)), 422
    except DraftNewer:
        return jsonify(message=sentence(NEWER)), 409
    return jsonify(version=version, saved=gettext("Saved at %(time)s", time=clock(now())))


def _subject(asked: Asked) -> str:
    return draft_subject(asked.attempt.id, asked.question["id"])


def _draft(asked: Asked) -> OpenDraft | None:
    subject = _subject(asked)
    return drafts_of(db.session, keys(), actor.person_id, OPEN_FORM, [subject]).get(subject)


def _form(asked: Asked, draft: OpenDraft | None) -> NotesForm:
    return notes_form([in_type(asked.question["text"])], {1: draft} if draft else {})


def _save(asked: Asked, text: str, version: int) -> int:
    order = SaveDraft(form=OPEN_FORM, subject=_subject(asked), text=text, version=version)
    return save_draft(
        db.session, keys(), order, person_id=actor.person_id, now=now(), public_id=new_token()
    )


def _page(
    asked: Asked, form: NotesForm, draft: OpenDraft | None, newer: OpenDraft | None
) -> ResponseReturnValue:
    return question_page(asked, form, draft=draft, newer=newer, longest=LONGEST_IN_WORDS)
