"""Text kept while it is written, for pages whose form ends in something else than a draft."""

from __future__ import annotations

from flask import jsonify
from flask.typing import ResponseReturnValue

from lms.assessment.forms.work import AutosaveForm, DraftedForm
from lms.assessment.rules.work import DRAFTS_KEPT
from lms.drafts.operations import DraftNewer, SaveDraft, save_draft
from lms.drafts.queries import OpenDraft, drafts_of
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.web.database import db
from lms.web.guard import actor
from lms.web.i18n import clock, sentence
from lms.web.page import keys, new_token, now

NEWER = _(
    "A newer text was saved elsewhere. Nothing of yours is lost: “Keep the draft” lets you choose."
)


def draft_of(form: str, subject: str) -> OpenDraft | None:
    """What the person was writing."""
    return drafts_of(db.session, keys(), actor.person_id, form, [subject]).get(subject)


def autosaved(form: str, subject: str) -> ResponseReturnValue:
    """Keep a text on its way; answers in JSON for the script."""
    sent = AutosaveForm()
    try:
        version = _save(form, subject, sent.text.data or "", sent.version.data or 0)
    except RuleBroken as broken:
        return jsonify(message=sentence(broken.sentence)), 422
    except DraftNewer:
        return jsonify(message=sentence(NEWER)), 409
    return jsonify(version=version, saved=sentence(_("Saved at %(time)s", time=clock(now()))))


def kept(form: str, subject: str, sent: DraftedForm) -> OpenDraft | None:
    """Keep what was sent; the newer text where one was met and nobody has chosen yet."""
    if sent.gives_way:
        return None
    try:
        _save(form, subject, sent.text, sent.known_version)
    except DraftNewer as met:
        return met.newer
    return None


def _save(form: str, subject: str, text: str, version: int) -> int:
    moment = now()
    order = SaveDraft(
        form=form,
        subject=subject,
        text=text,
        version=version,
        expires_at=moment + DRAFTS_KEPT,
    )
    return save_draft(
        db.session,
        keys(),
        order,
        person_id=actor.person_id,
        now=moment,
        public_id=new_token(),
    )
