"""Pages: the notes of a reflection, saved while they are written and read by nobody else."""

from __future__ import annotations

from collections.abc import Mapping

from flask import jsonify, make_response, request
from flask.typing import ResponseReturnValue

from lms.catalogue.models import ActivityKind
from lms.drafts.operations import DraftNewer, SaveDraft, save_draft
from lms.drafts.queries import OpenDraft, drafts_of
from lms.drafts.rules import LONGEST_IN_WORDS
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.learning import policies
from lms.learning.forms import AutosaveForm, NotesForm, notes_form
from lms.learning.views.blueprint import bp
from lms.learning.views.reading import Reading, complete, reading_of, step_page
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.i18n import clock, in_type, sentence
from lms.web.page import done, keys, new_token, now

FORM = "reflection"
NEWER = _(
    "A newer text was saved elsewhere. Nothing of yours is lost: “Keep the draft” lets you choose."
)


def show_reflection(reading: Reading) -> ResponseReturnValue:
    """The prompts with what was written to them."""
    drafts = _drafts(reading)
    return _reflection_page(reading, _form(reading, drafts), drafts, {})


def keep_notes(reading: Reading) -> ResponseReturnValue:
    """Keep the notes of a page sent as a whole; with the other button, complete the step too."""
    form = _form(reading, {})
    if not form.accepted():
        return _reflection_page(reading, form, _drafts(reading), {})
    newer = _save_all(reading, form)
    if newer:
        return _choice_page(reading, form, newer)
    if request.form.get("act") == "finish":
        return complete(reading)
    return done(_("Draft kept."), to=reading.training.step_url(reading.step, _anchor="notes"))


@bp.post("/modules/<slug>/steps/<int(max=999):number>/notes/<int(max=9):prompt>")
@requires(policies.may_learn)
def autosave_note(slug: str, number: int, prompt: int) -> ResponseReturnValue:
    """Keep one note on its way; answers in JSON for the script."""
    reading = reading_of(slug, number)
    prompts = len(reading.body.get("prompts", ()))
    if reading.step.kind is not ActivityKind.REFLECTION or not 1 <= prompt <= prompts:
        raise NotThere
    form = AutosaveForm()
    try:
        version = _save(reading, prompt, form.text.data or "", form.version.data or 0)
    except RuleBroken as broken:
        return jsonify(message=sentence(broken.sentence)), 422
    except DraftNewer:
        return jsonify(message=sentence(NEWER)), 409
    return jsonify(version=version, saved=sentence(_("Saved at %(time)s", time=clock(now()))))


def _drafts(reading: Reading) -> dict[int, OpenDraft]:
    """The drafts of this step by the number of their prompt."""
    subjects = {_subject(reading, n): n for n, _prompt in enumerate(reading.body["prompts"], 1)}
    found = drafts_of(db.session, keys(), actor.person_id, FORM, list(subjects))
    return {subjects[subject]: draft for subject, draft in found.items()}


def _subject(reading: Reading, prompt: int) -> str:
    return f"{reading.step.id}.{prompt}"


def _form(reading: Reading, drafts: Mapping[int, OpenDraft]) -> NotesForm:
    return notes_form([in_type(prompt) for prompt in reading.body["prompts"]], drafts)


def _save(reading: Reading, prompt: int, text: str, version: int) -> int:
    order = SaveDraft(form=FORM, subject=_subject(reading, prompt), text=text, version=version)
    return save_draft(
        db.session, keys(), order, person_id=actor.person_id, now=now(), public_id=new_token()
    )


def _save_all(reading: Reading, form: NotesForm) -> dict[int, OpenDraft]:
    """Save each note; gives the newer texts that were met, by the number of their prompt."""
    newer = {}
    for prompt in range(1, form.prompts + 1):
        if form.gives_way(prompt):
            continue
        try:
            _save(reading, prompt, form.note(prompt), form.version(prompt))
        except DraftNewer as met:
            newer[prompt] = met.newer
    return newer


def _choice_page(
    reading: Reading, form: NotesForm, newer: Mapping[int, OpenDraft]
) -> ResponseReturnValue:
    """409: both texts side by side; nothing is kept until the person has chosen."""
    for prompt, draft in newer.items():
        form.offer(prompt, draft.version)
    answer = make_response(_reflection_page(reading, form, {}, newer))
    answer.status_code = 409
    return answer


def _reflection_page(
    reading: Reading,
    form: NotesForm,
    drafts: Mapping[int, OpenDraft],
    newer: Mapping[int, OpenDraft],
) -> ResponseReturnValue:
    return step_page(reading, form, drafts=drafts, newer=newer, longest=LONGEST_IN_WORDS)
