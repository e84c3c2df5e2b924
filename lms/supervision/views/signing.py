"""Pages: signing a record, and answering it."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import Text, _
from lms.supervision.forms.records import AnswerForm, SignForm
from lms.supervision.models import Standing, TextKind
from lms.supervision.operations.answer import AnswerRecord, answer_record, answer_sentences
from lms.supervision.operations.sign import SignRecord, sign_record, sign_sentences
from lms.supervision.queries.records import Record, record_for
from lms.supervision.queries.texts import texts_of
from lms.supervision.render import records as render
from lms.supervision.rules import signing
from lms.supervision.views.blueprint import bp
from lms.web.database import db
from lms.web.guard import actor, anyone, requires
from lms.web.i18n import gettext as words_of
from lms.web.i18n import language
from lms.web.page import done, form_page, keys, new_token, now

ANSWER_NAMES = {
    "countersign": Standing.COUNTERSIGNED,
    "comment": Standing.COMMENTED,
    "contest": Standing.CONTESTED,
}


class Stamp(TypedDict):
    """What a signature and its letter are told of time, chance and addresses."""

    now: datetime
    message_id: str
    link: str


@bp.route("/records/<public_id>/sign", methods=["GET", "POST"])
@requires(anyone)
def sign(public_id: str) -> ResponseReturnValue:
    found, form = record_for_change(public_id), SignForm()
    if not found.mine:
        raise NotThere
    if form.accepted():
        order = SignRecord(shown=form.shown.data or "", language=language())
        try:
            signed = sign_record(db.session, keys(), found, order, **_stamp(public_id))
        except RuleBroken as broken:
            form.blame(broken)
        else:
            said = _("Session signed.") if signed else _("This session was already signed.")
            return done(said, to=address_of(public_id))
    if found.standing is not Standing.LOGGED:
        return redirect(address_of(public_id), 303)
    return _sign_page(found, form)


@bp.route("/records/<public_id>/answer/<name>", methods=["GET", "POST"])
@requires(anyone)
def answer(public_id: str, name: str) -> ResponseReturnValue:
    found, form = record_for_change(public_id), AnswerForm()
    chosen = ANSWER_NAMES.get(name)
    if found.mine or chosen is None:
        raise NotThere
    if form.accepted():
        try:
            said = _answer(found, chosen, form)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            return done(said, to=address_of(public_id))
    if found.standing is not Standing.SIGNED or found.revised_at is not None:
        return redirect(address_of(public_id), 303)
    form.shown.data = signing.shown_digest(keys(), found.facts)
    if chosen is Standing.CONTESTED:
        form.text.label.text = words_of("What you contest")
    return form_page(
        "supervision/record_answer.html",
        form,
        record=found,
        render=render,
        chosen=chosen,
        names=ANSWER_NAMES,
        sentences=answer_sentences(found, chosen),
    )


def record_for_change(public_id: str) -> Record:
    """The record for the actor, locked when the request changes something."""
    return record_for(db.session, public_id, actor, lock=request.method == "POST")


def address_of(public_id: str) -> str:
    """The record's page."""
    return url_for("supervision.record", public_id=public_id)


def _stamp(public_id: str) -> Stamp:
    return {"now": now(), "message_id": new_token(), "link": address_of(public_id)}


def _answer(found: Record, chosen: Standing, form: AnswerForm) -> Text:
    order = AnswerRecord(
        answer=chosen,
        text=form.text.data or "",
        shown=form.shown.data or "",
        language=language(),
    )
    stamp = _stamp(found.public_id)
    kept = answer_record(db.session, keys(), found, order, public_id=new_token(), **stamp)
    return _("Your answer is signed.") if kept else _("You had already answered.")


def _sign_page(found: Record, form: SignForm) -> ResponseReturnValue:
    form.shown.data = signing.shown_digest(keys(), found.facts)
    draft = texts_of(db.session, keys(), found)[TextKind.SHARED]
    return form_page(
        "supervision/record_sign.html",
        form,
        record=found,
        render=render,
        sentences=sign_sentences(found),
        unshared=found.shared_at is None and bool(draft.words.strip()),
    )
