"""Pages of tutors: who waits for an answer, who was not heard from, and each person."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from lms.catalogue import queries as catalogue
from lms.drafts.operations import DraftNewer
from lms.drafts.queries import OpenDraft
from lms.journal.operations import Reading, note_reading
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import Text, _
from lms.learning import policies, queries
from lms.learning.forms.pace import ContactForm, ExtendForm, MessageForm, SettleForm
from lms.learning.models import ContactKind, Side
from lms.learning.operations.exchanges import answer_person, mark_opened, note_contact
from lms.learning.operations.pace import extend
from lms.learning.queries.exchanges import contacts_of, thread_of
from lms.learning.queries.open_answers import waiting_answers_number
from lms.learning.queries.pace import Pace, pace_of
from lms.learning.queries.tutoring import accompanied, people_of, quiet_people, waiting_for
from lms.learning.render import result_words, steps_words
from lms.learning.render.pace import contact_words, days_words, pause_words
from lms.learning.rules.pace import QUIET_DAYS
from lms.learning.rules.tutoring import LONGEST_IN_WORDS
from lms.learning.views.blueprint import bp
from lms.learning.views.writing import Writing, choice_page, keeps_draft, sending, take_version
from lms.web.database import db
from lms.web.form import Form
from lms.web.guard import actor, requires
from lms.web.i18n import gettext
from lms.web.nudge import nudge
from lms.web.page import done, form_page, keys, now, page, today_for

FORM = "tutoring"
BEGINNINGS: dict[str, Callable[[], str]] = {
    "calm": lambda: gettext(
        "Hello, I am writing to hear how you are getting on with the training. There is no hurry"
        " and nothing to justify: if something would help you, tell me. Good wishes."
    ),
    "pause": lambda: gettext(
        "Hello, if this is not the moment for the training, you can take a pause: one press on the"
        " page “My rhythm”, no reason is asked, and your deadlines move. You come back whenever you"
        " want. Good wishes."
    ),
}
"""Words that a tutor may begin with, and change."""


@bp.get("/tutoring")
@requires(policies.may_tutor)
def tutoring() -> ResponseReturnValue:
    """One's people by name, with what waits for an answer on top."""
    today, after = today_for(actor), request.args.get("after", "")
    rows, more = people_of(db.session, actor.person_id, today=today, after=after)
    return page(
        "learning/tutoring.html",
        waiting=waiting_for(db.session, actor.person_id),
        answers=waiting_answers_number(db.session, actor.person_id),
        quiet=quiet_people(db.session, actor.person_id, today=today),
        people=rows,
        more=more,
        after=after,
        today=today,
        long_quiet=QUIET_DAYS[1],
    )


@bp.get("/tutoring/<public_id>")
@requires(policies.may_tutor)
def tutored(public_id: str) -> ResponseReturnValue:
    """One person: facts, exchanges, dates."""
    training = _training(public_id)
    read = Reading(
        action="learning.read_exchanges",
        about=training.person_id,
        subject=("enrolment", training.public_id),
        organisation_id=training.organisation_id,
    )
    note_reading(db.session, db.writing, read, actor, now=now())
    begun = BEGINNINGS.get(request.args.get("begin", ""), str)()
    draft = Writing(FORM, training).draft()
    return _page(training, Writing(FORM, training).form(draft, begun), draft)


@bp.post("/tutoring/<public_id>")
@requires(policies.may_tutor)
def write_to_person(public_id: str) -> ResponseReturnValue:
    """Answer or write, or keep the draft of it."""
    training, form = _training(public_id), MessageForm()
    writing = Writing(FORM, training)
    if not form.accepted():
        return _page(training, form, None)
    text, version = form.text.data or "", form.version.data or 0
    try:
        if keeps_draft():
            writing.keep(text, version)
            return done(_("Draft kept."), to=_address(training, "write"))
        answer_person(db.session, keys(), training, text, sending())
    except DraftNewer as met:
        take_version(form, met.newer)
        return choice_page(_page(training, form, None, newer=met.newer))
    except RuleBroken as broken:
        form.blame(broken)
        return _page(training, form, None)
    writing.empty(version)
    db.after_commit(nudge)
    return done(_sent(training), to=_address(training))


@bp.post("/tutoring/<public_id>/draft")
@requires(policies.may_tutor)
def autosave_answer(public_id: str) -> ResponseReturnValue:
    return Writing(FORM, _training(public_id)).autosave()


@bp.post("/tutoring/<public_id>/settled")
@requires(policies.may_tutor)
def settle_message(public_id: str) -> ResponseReturnValue:
    """What waits needs no answer."""
    training, form = _training(public_id), SettleForm()
    if not form.accepted():
        return _again(training, form)
    note_contact(db.session, training, ContactKind.NOTHING_TO_ANSWER, sending())
    return done(_("Noted: nothing waits for an answer any more."), to=_address(training))


@bp.post("/tutoring/<public_id>/contacts")
@requires(policies.may_tutor)
def note_tutor_contact(public_id: str) -> ResponseReturnValue:
    """Somebody was called or met."""
    training, form = _training(public_id), ContactForm()
    if not form.accepted():
        return _again(training, form)
    note_contact(db.session, training, form.kind.data, sending())
    return done(_("Noted, with the day and without a word of it."), to=_address(training))


@bp.post("/tutoring/<public_id>/deadline")
@requires(policies.may_tutor)
def extend_deadline(public_id: str) -> ResponseReturnValue:
    """Give more time."""
    training, form = _training(public_id), ExtendForm()
    if form.accepted():
        try:
            extend(db.session, training, form.until.data, by=actor.person_id, now=now())
        except RuleBroken as broken:
            form.blame(broken)
        else:
            return done(_("The deadline has moved. The person sees it."), to=_address(training))
    return _again(training, form)


@bp.get("/tutoring/<public_id>/<any(settled, contacts, deadline):form>")
@requires(policies.may_tutor)
def tutor_form(public_id: str, form: str) -> ResponseReturnValue:
    """Coming back to the address of a form leads to the person's page."""
    return redirect(url_for(".tutored", public_id=public_id, _anchor=form), 303)


def _training(public_id: str) -> Pace:
    return pace_of(db.session, accompanied(db.session, actor.person_id, public_id))


def _address(training: Pace, anchor: str = "") -> str:
    return url_for(".tutored", public_id=training.public_id, _anchor=anchor or None)


def _sent(training: Pace) -> Text:
    if training.pause(training.today(now())):
        return _("Sent. The person is in pause: no letter goes out, they find it on their return.")
    return _("Sent. A letter without its words tells the person.")


def _again(training: Pace, refused: Form) -> ResponseReturnValue:
    """The page with a refused form of it."""
    draft = Writing(FORM, training).draft()
    words = {"text": draft.text, "version": draft.version} if draft else {}
    return _page(training, MessageForm(None, data=words), draft, refused=refused)


def _page(
    training: Pace,
    form: MessageForm,
    draft: OpenDraft | None,
    *,
    newer: OpenDraft | None = None,
    refused: Form | None = None,
) -> ResponseReturnValue:
    today, before = training.today(now()), request.args.get("before", "")
    version = catalogue.outline(db.session, training.version_id)
    thread = thread_of(db.session, keys(), training, reader=Side.TUTOR, before=before)
    if thread.new and request.method == "GET":
        # That a message was seen is noted once, in a small transaction of its own.
        # nosemgrep: tests.judges.no-get-that-writes
        with db.writing() as session:
            mark_opened(session, training, reader=Side.TUTOR, now=now())
    return form_page(
        "learning/tutored.html",
        refused or form,
        message=form,
        contact=refused if isinstance(refused, ContactForm) else ContactForm(None),
        extension=refused if isinstance(refused, ExtendForm) else ExtendForm(None),
        settle=SettleForm(None),
        training=training,
        version=version,
        progress=queries.progress_of(
            db.session, training.person_id, version, organisation_id=training.organisation_id
        ),
        steps_words=steps_words,
        thread=thread,
        before=before,
        draft=draft,
        newer=newer,
        contacts=contacts_of(db.session, training.enrolment_id),
        contact_words=contact_words,
        today=today,
        pause=training.pause(today),
        deadline=training.deadline(today),
        pause_words=pause_words,
        days_words=days_words,
        result_words=result_words,
        longest=LONGEST_IN_WORDS,
        page_url=partial(url_for, ".tutored", public_id=training.public_id),
    )
