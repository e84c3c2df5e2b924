"""Pages: what a reader says of a passage, and what became of it."""

from __future__ import annotations

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue

from lms.catalogue.rules.passages import Passage, passage_in
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.learning import policies
from lms.learning.forms import CommentForm, PressForm
from lms.learning.models import CommentState
from lms.learning.operations.comments import WriteComment, withdraw_comment, write_comment
from lms.learning.queries.comments import my_comments
from lms.learning.views.blueprint import bp
from lms.learning.views.notices import is_held
from lms.learning.views.reading import Reading, reading_of
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.i18n import gettext, reading_locale
from lms.web.page import done, form_page, keys, new_token, now

LONGEST_NUMBER = 4


@bp.route("/modules/<slug>/steps/<int(max=999):number>/comments", methods=["GET", "POST"])
@requires(policies.may_learn)
def comments(slug: str, number: int) -> ResponseReturnValue:
    """Comment on a passage of a step, or on the step; one's own comments on it below."""
    reading = reading_of(slug, number)
    if is_held(reading.module, reading.step):
        return redirect(reading.training.step_url(reading.step), 303)
    passage = _asked(reading)
    form = CommentForm(passage=str(passage.number) if passage else "")
    if form.accepted():
        try:
            _write(reading, form, passage.number if passage else 0)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            to = reading.comments_url(passage.number if passage else 0, anchor="mine")
            return done(_("Comment sent to the authors."), to=to)
    return form_page(
        "learning/comments.html",
        form,
        reading=reading,
        passage=passage,
        mine=my_comments(db.session, keys(), actor.person_id, reading.step.id),
        state_words=state_words,
        press=PressForm(),
        organisation=reading.training.enrolment.organisation_name,
    )


@bp.post("/modules/<slug>/steps/<int(max=999):number>/comments/<public_id>/withdraw")
@requires(policies.may_learn)
def withdraw(slug: str, number: int, public_id: str) -> ResponseReturnValue:
    """Delete one's own comment; pressed twice, the second press finds nothing to do."""
    reading = reading_of(slug, number)
    if not PressForm().accepted():
        abort(400)
    if not withdraw_comment(db.session, actor.person_id, public_id, now=now()):
        raise NotThere
    return done(_("Comment withdrawn."), to=reading.comments_url(0))


def state_words(state: CommentState) -> str:
    """What became of a comment, in words."""
    return {
        CommentState.OPEN: gettext("Not answered yet"),
        CommentState.ANSWERED: gettext("Answered"),
        CommentState.TAKEN: gettext("Will be taken into account in the next version"),
        CommentState.SET_ASIDE: gettext("Set aside by the authors"),
    }[state]


def _asked(reading: Reading) -> Passage | None:
    """The passage named in the address; none for the step as a whole."""
    asked = request.values.get("passage", "")
    if not asked.isdecimal() or len(asked) > LONGEST_NUMBER:
        return None
    return passage_in(reading.body, int(asked))


def _write(reading: Reading, form: CommentForm, passage: int) -> None:
    order = WriteComment(
        activity_id=reading.step.id,
        locale=reading.step.locale(reading_locale()),
        passage=passage,
        text=form.text.data or "",
        named=bool(form.named.data),
    )
    write_comment(
        db.session,
        keys(),
        order,
        person_id=actor.person_id,
        organisation_id=reading.training.enrolment.organisation_id,
        now=now(),
        public_id=new_token(),
    )
