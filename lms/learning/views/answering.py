"""Pages where authors read what readers say of passages, and answer."""

from __future__ import annotations

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from lms.catalogue import queries as catalogue
from lms.catalogue.rules.passages import Passage, passage_in
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.learning import policies
from lms.learning.forms import DecideCommentForm, PressForm
from lms.learning.operations.comments import DecideComment, decide_comment, hide_answer
from lms.learning.queries.comments import OpenComment, comment_for, comments_for
from lms.learning.views.blueprint import bp
from lms.learning.views.comments import state_words
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.page import done, form_page, keys, new_token, now, page

LONGEST_KEY = 15


@bp.get("/studio/comments")
@requires(policies.may_answer_comments)
def comments_to_answer() -> ResponseReturnValue:
    """What waits for an answer, or everything; where it is, without a word of it."""
    before = request.args.get("before", "")
    everything = request.args.get("state") == "all"
    found = comments_for(
        db.session,
        _organisation(),
        waiting=not everything,
        before=int(before) if before.isdecimal() and len(before) <= LONGEST_KEY else 0,
    )
    return page(
        "learning/comments_to_answer.html",
        found=found,
        everything=everything,
        first=not before,
        state_words=state_words,
    )


@bp.route("/studio/comments/<public_id>", methods=["GET", "POST"])
@requires(policies.may_answer_comments)
def answer_comment(public_id: str) -> ResponseReturnValue:
    """One comment beside its passage, and what becomes of it."""
    found = _comment(public_id)
    form = DecideCommentForm()
    if form.accepted():
        order = DecideComment(state=form.state.data, text=form.text.data or "")
        try:
            decide_comment(
                db.session,
                found.comment,
                order,
                by=actor.person_id,
                now=now(),
                public_id=new_token(),
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            return done(_("Comment dealt with."), to=url_for(".comments_to_answer"))
    return form_page(
        "learning/answer_comment.html",
        form,
        found=found,
        passage=_passage(found),
        state_words=state_words,
        press=PressForm(),
    )


@bp.post("/studio/comments/<public_id>/hide-answer")
@requires(policies.may_answer_comments)
def hide_answer_of(public_id: str) -> ResponseReturnValue:
    """Take an answer away from the text; pressing twice hides it once."""
    found = _comment(public_id)
    if not PressForm().accepted():
        abort(400)
    if found.answer is None:
        raise NotThere
    hide_answer(db.session, found.answer, by=actor.person_id, now=now())
    to = url_for(".answer_comment", public_id=public_id)
    return done(_("Readers no longer see this answer."), to=to)


def _comment(public_id: str) -> OpenComment:
    found = comment_for(db.session, keys(), _organisation(), public_id)
    if found is None:
        raise NotThere
    return found


def _organisation() -> int:
    if actor.organisation_id is None:
        raise NotThere
    return actor.organisation_id


def _passage(found: OpenComment) -> Passage | None:
    """The words that the comment is about, in the text that its reader had."""
    about = found.comment
    body = catalogue.body_of(db.session, about.activity_id, about.locale)
    return passage_in(body, about.passage)
