"""Pages of a tutor: open texts that wait to be read, and one of them."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from lms.catalogue import queries as catalogue
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.learning import operations, policies
from lms.learning.forms import ReadAnswerForm
from lms.learning.operations import ReadAnswer
from lms.learning.queries import open_answers as queries
from lms.learning.queries.open_answers import OpenText
from lms.learning.rules.places import open_answer_place
from lms.learning.views.blueprint import bp
from lms.vault.operations import open_sealed
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.i18n import language
from lms.web.page import done, form_page, keys, moment, page

LONGEST_PLACE = 15


@bp.get("/tutoring/answers")
@requires(policies.may_read_answers)
def waiting_answers() -> ResponseReturnValue:
    """What waits, the oldest first, without its words."""
    asked = request.args.get("after", "")
    after = int(asked) if asked.isdecimal() and len(asked) <= LONGEST_PLACE else 0
    rows = queries.waiting_answers(db.session, actor.person_id, after=after, limit=queries.PAGE + 1)
    return page(
        "learning/waiting_answers.html",
        rows=rows[: queries.PAGE],
        after=after,
        more=rows[queries.PAGE - 1].id if len(rows) > queries.PAGE else None,
    )


@bp.route("/tutoring/answers/<public_id>", methods=["GET", "POST"])
@requires(policies.may_read_answers)
def read_answer(public_id: str) -> ResponseReturnValue:
    """One open text with what to look for; what is said of it is said once."""
    found = queries.open_text(db.session, actor.person_id, public_id)
    if found is None:
        raise NotThere
    form = ReadAnswerForm()
    if found.answer.read_at is None and form.accepted():
        try:
            first = operations.read_answer(
                db.session,
                keys(),
                form.into(ReadAnswer),
                answer=found.answer,
                reader_id=actor.person_id,
                **moment(),
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            said = _("Your reply is sent.") if first else _("Somebody has replied already.")
            return done(said, to=url_for(".waiting_answers"))
    return _page(found, form)


def _page(found: OpenText, form: ReadAnswerForm) -> ResponseReturnValue:
    name = found.answer.question
    body = catalogue.body_of(db.session, found.activity_id, language())
    question = next(one for one in body["questions"] if one["id"] == name)
    key = catalogue.keys_of(db.session, found.activity_id)[name]
    place = open_answer_place(found.answer.public_id, found.answer.person_id)
    return form_page(
        "learning/read_answer.html",
        form,
        found=found,
        question=question,
        guide=key["guide"] if isinstance(key, dict) else {},
        module=catalogue.outline(db.session, found.version_id).module(found.module_slug),
        text=open_sealed(db.session, keys(), place, found.answer.sealed),
    )
