"""What is typed in the studio, kept on its way: sealed for its author until it is saved."""

from __future__ import annotations

import json
from datetime import timedelta

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from lms.catalogue import policies
from lms.catalogue.forms.fields import PageForm
from lms.catalogue.render import lesson
from lms.catalogue.rules.drafting.pages import Page
from lms.catalogue.rules.media.facts import FOLDER
from lms.catalogue.views.blueprint import bp
from lms.catalogue.views.desk import Desk, desk_of, subject_of
from lms.drafts.operations import DraftNewer, SaveDraft, forget_draft, save_draft
from lms.drafts.queries import OpenDraft, drafts_of
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.i18n import clock, sentence
from lms.web.page import done, keys, new_token, now

FORM = "studio"
LONGEST = 250_000
LONGEST_PREVIEW = 30_000
KEPT_FOR = timedelta(days=30)
NOT_TYPED = ("csrf_token", "act", "typed", "kept")
NEWER = _(
    "You type this page in another tab too. Nothing is lost: “Save” brings both texts together."
)


@bp.post("/studio/drafts/<public_id>/typed")
@requires(policies.may_write)
def keep_typed(public_id: str) -> ResponseReturnValue:
    """Keep a page's fields while they are typed; answers in JSON for the script."""
    desk = desk_of(public_id)
    form = PageForm()
    name = request.args.get("page", "")[:200]
    order = SaveDraft(
        form=FORM,
        subject=f"{desk.draft.public_id} {name}",
        text=_packed(),
        version=_whole(form.typed.data),
        expires_at=now() + KEPT_FOR,
        longest=LONGEST,
    )
    try:
        version = save_draft(
            db.session, keys(), order, person_id=actor.person_id, now=now(), public_id=new_token()
        )
    except RuleBroken as broken:
        return jsonify(message=sentence(broken.sentence)), 422
    except DraftNewer:
        return jsonify(message=sentence(NEWER)), 409
    words = _("Kept at %(time)s, not yet in the draft: press “Save”.", time=clock(now()))
    return jsonify(version=version, saved=sentence(words))


@bp.post("/studio/drafts/<public_id>/forget-typed")
@requires(policies.may_write)
def forget_typed(public_id: str) -> ResponseReturnValue:
    """Take what was typed away: the page shows what is saved in the draft."""
    desk = desk_of(public_id)
    name, back = request.args.get("page", "")[:200], request.args.get("back", "")
    PageForm()
    subject = f"{desk.draft.public_id} {name}"
    forget_draft(db.session, actor.person_id, FORM, subject)
    inside = back.startswith(f"/studio/drafts/{public_id}") and "//" not in back
    return done(_("What you had typed is gone."), to=back if inside else desk.url("draft"))


@bp.post("/studio/drafts/<public_id>/preview")
@requires(policies.may_write)
def preview(public_id: str) -> ResponseReturnValue:
    """A text as readers will see it; answers in JSON for the script."""
    desk = desk_of(public_id)
    text, module = request.form.get("text", "")[:LONGEST_PREVIEW], request.args.get("module")
    # Only what shows something asks for what there is.
    gallery = desk.gallery(module) if module and f"({FOLDER}/" in text else None
    return jsonify(html=str(lesson(text, gallery=gallery)))


def typed_at(desk: Desk, page: Page) -> OpenDraft | None:
    """What the person typed here and has not saved."""
    subject = subject_of(desk, page)
    return drafts_of(db.session, keys(), actor.person_id, FORM, [subject]).get(subject)


def unpacked(typed: OpenDraft) -> MultiDict[str, str]:
    """The fields of a page, as they were typed."""
    return MultiDict((name, value) for name, value in json.loads(typed.text))


def forget_saved(desk: Desk, page: Page, version: int) -> None:
    """Take what was typed away once it is saved, unless another tab typed on."""
    typed = typed_at(desk, page)
    if typed is not None and typed.version <= version:
        forget_draft(db.session, actor.person_id, FORM, subject_of(desk, page))


def _packed() -> str:
    values = [pair for pair in request.form.items(multi=True) if pair[0] not in NOT_TYPED]
    return json.dumps(values, ensure_ascii=False)


def _whole(written: str | None) -> int:
    return int(written) if written and written.isdecimal() and len(written) < 10 else 0
