"""Pages: an author reviews the aide-mémoire that somebody asked to read."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.supervision.forms.releases import AnswerReleaseForm
from lms.supervision.models import ReleaseState, TextKind
from lms.supervision.operations.release import Answer, AnswerRelease, answer_release
from lms.supervision.queries.records import Record
from lms.supervision.queries.releases import open_request
from lms.supervision.queries.texts import texts_of
from lms.supervision.views.blueprint import bp
from lms.supervision.views.signing import address_of, record_for_change
from lms.web.database import db
from lms.web.guard import anyone, requires
from lms.web.page import done, form_page, keys, new_token, now

SAID = {
    ReleaseState.RELEASED: _("The person can read the text."),
    ReleaseState.RELEASED_IN_PART: _("The person can read what you kept of the text."),
    ReleaseState.REFUSED: _("The person reads that you refused, and why."),
}


@bp.route("/records/<public_id>/release", methods=["GET", "POST"])
@requires(anyone)
def release(public_id: str) -> ResponseReturnValue:
    """Read what one wrote, and answer the person it is about; for its author alone."""
    found = record_for_change(public_id)
    request = open_request(db.session, found)
    held = texts_of(db.session, keys(), found)[TextKind.PRIVATE]
    if held.version == 0:
        raise NotThere
    form = AnswerReleaseForm(data={"text": held.words})
    if form.accepted():
        try:
            state = _answer(found, form)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            return done(SAID[state], to=address_of(public_id))
    return form_page(
        "supervision/release.html", form, record=found, held=held, answer_by=request.answer_by
    )


def _answer(found: Record, form: AnswerReleaseForm) -> ReleaseState:
    order = AnswerRelease(
        answer=Answer(form.answer.data),
        text=form.text.data or "",
        reason=form.order_reason(),
    )
    return answer_release(db.session, keys(), found, order, now=now(), public_id=new_token())
