"""A draft goes to a second person, who reads it whole and says whether it is ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import abort, flash, request, url_for
from flask.typing import ResponseReturnValue

from lms.catalogue import operations, policies
from lms.catalogue.forms.reviews import DecisionForm
from lms.catalogue.models import DraftState, ProgrammeDraft
from lms.catalogue.operations import Act
from lms.catalogue.queries import studio as queries
from lms.catalogue.queries.drafts import reviews_of_draft
from lms.catalogue.rules.drafting.easy import easy_page, may_be_easy
from lms.catalogue.rules.drafting.merging import Values
from lms.catalogue.rules.drafting.pages import TextPage, step_page
from lms.catalogue.rules.drafting.structure import ModulePlan
from lms.catalogue.views.blueprint import bp
from lms.catalogue.views.desk import Desk, act, desk_of
from lms.catalogue.views.drafts import PressForm, kind_words
from lms.kernel.actor import Role
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import Text, _
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.i18n import sentence
from lms.web.page import done, form_page, page

Change = Callable[..., None]
STATES: Mapping[str, tuple[Change, Text]] = {
    "send": (operations.send_for_review, _("Sent for review. Somebody else reads it now.")),
    "take_back": (operations.take_back, _("The draft can be written on.")),
    "drop": (operations.drop_draft, _("The draft is given up. You can take it up again.")),
    "take_up": (operations.take_up_again, _("The draft can be written on.")),
}


@bp.post("/studio/drafts/<public_id>/state")
@requires(policies.may_write)
def change_state(public_id: str) -> ResponseReturnValue:
    """Send a draft for review, take it back, give it up or take it up again."""
    desk = desk_of(public_id)
    pressed = request.form.get("act", "")
    if not PressForm().accepted() or pressed not in STATES:
        abort(400)
    change, words = STATES[pressed]
    to = url_for(".studio") if pressed == "drop" else desk.url("draft")
    try:
        change(db.session, desk.draft, act=act())
    except RuleBroken as broken:
        flash(sentence(broken.sentence), "error")
        return done(None, to=desk.url("draft"))
    return done(words, to=to)


@bp.get("/studio/reviews")
@requires(policies.may_review)
def reviews() -> ResponseReturnValue:
    """Drafts that wait for a second person."""
    after = request.args.get("after", "")
    before = int(after) if after.isdecimal() and len(after) < 16 else queries.ALL
    found = queries.drafts_to_read(db.session, actor.organisation_id, actor.person_id, before)
    return page("catalogue/reviews.html", found=found)


@bp.route("/studio/drafts/<public_id>/read", methods=["GET", "POST"])
@requires(policies.may_review)
def read_draft(public_id: str) -> ResponseReturnValue:
    """The whole draft, a module at a time, and the decision of whoever did not send it."""
    desk = desk_of(public_id)
    form = DecisionForm()
    if form.accepted():
        try:
            _decide(desk.draft, form, act())
        except RuleBroken as broken:
            form.blame(broken)
        else:
            return done(_("The authors see your decision."), to=url_for(".reviews"))
    form.revision.data = str(desk.draft.revision)
    chosen = request.args.get("module")
    module = desk.module(chosen) if chosen else None
    pages = [step_page(module, step) for step in module.steps] if module else []
    beside = [TextPage(module.slug, kind) for kind in module.beside] if module else []
    return form_page(
        "catalogue/read_draft.html",
        form,
        desk=desk,
        module=module,
        steps=[(each.step, each.read(desk.files)) for each in pages],
        easy=_easy_texts(desk, module) if module else {},
        beside=[each.read(desk.files) for each in beside],
        reviews=reviews_of_draft(db.session, desk.draft.id),
        kinds=kind_words(),
        gallery=desk.gallery(module.slug) if module else None,
        deciding=desk.draft.state is DraftState.IN_REVIEW and desk.draft.sent_by != actor.person_id,
        writing=actor.role is Role.AUTHOR,
    )


def _easy_texts(desk: Desk, module: ModulePlan) -> dict[str, Values]:
    """By activity, what its easy-to-read text says."""
    pages = [easy_page(module, step) for step in module.steps if may_be_easy(step.kind)]
    return {page.slug: page.read(desk.files) for page in pages if page.is_there(desk.files)}


def _decide(draft: ProgrammeDraft, form: DecisionForm, by: Act) -> None:
    if form.revision.data != str(draft.revision):
        raise RuleBroken("words", _("The draft was changed meanwhile. Read it again, then decide."))
    words = form.words.data or ""
    if form.verdict.data == "approved":
        operations.approve(db.session, draft, words=words, act=by)
    else:
        operations.send_back(db.session, draft, words=words, act=by)
