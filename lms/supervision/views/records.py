"""Pages: one person's record of a session and its texts."""

from __future__ import annotations

from flask import jsonify, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import Text, _
from lms.supervision.forms.records import PressForm, TextForm
from lms.supervision.models import TextKind
from lms.supervision.operations.read import Reading, read_record, reading_of
from lms.supervision.operations.share import share_record
from lms.supervision.operations.texts import NewerText, WriteText, write_text
from lms.supervision.operations.withdraw import withdraw_record
from lms.supervision.queries.records import Record
from lms.supervision.queries.texts import texts_of
from lms.supervision.render import records as render
from lms.supervision.render import revisions as revising
from lms.supervision.rules.texts import WRITERS
from lms.supervision.views.blueprint import bp
from lms.supervision.views.signing import address_of, record_for_change
from lms.web.database import db
from lms.web.form import Form
from lms.web.guard import actor, anyone, requires
from lms.web.i18n import clock, sentence
from lms.web.i18n import gettext as words_of
from lms.web.kept import KEPT
from lms.web.page import done, form_page, keys, moment, new_token, now, page, today_for

SAVED = {
    TextKind.SHARED: _("Draft kept."),
    TextKind.PRIVATE: _("Aide-mémoire kept."),
    TextKind.OWN: _("Note kept."),
}


@bp.get("/records/<public_id>")
@requires(anyone)
def record(public_id: str) -> ResponseReturnValue:
    # Reading is journaled, and the record is read under the same lock as the journal's row.
    # nosemgrep: tests.judges.no-get-that-writes
    with db.writing() as session:
        reading = read_record(session, keys(), public_id, actor, now=now())
    return _record_page(reading, _text_forms(reading), PressForm())


@bp.get("/records/<public_id>/texts/<kind>")
@requires(anyone)
def written_text(public_id: str, kind: str) -> ResponseReturnValue:
    """Coming back to the address of a form, refused or kept over a sign-in, leads to the record."""
    kept = request.args.get(KEPT)
    return redirect(url_for(".record", public_id=public_id, kept=kept), 303)


@bp.post("/records/<public_id>/texts/<kind>")
@requires(anyone)
def write_record_text(public_id: str, kind: str) -> ResponseReturnValue:
    found = record_for_change(public_id)
    which = _kind(found, kind)
    form = TextForm(kind=which.value)
    if not form.accepted():
        return _shown_again(found, which, form)
    sharing = request.form.get("act") == "share" and which is TextKind.SHARED
    try:
        said = _share(found, form) if sharing else _keep(found, which, form)
    except NewerText:
        return _choice_page(found, which, form)
    except RuleBroken as broken:
        form.blame(broken)
        return _shown_again(found, which, form)
    return done(said, to=address_of(public_id))


@bp.post("/records/<public_id>/texts/<kind>/autosave")
@requires(anyone)
def autosave_text(public_id: str, kind: str) -> ResponseReturnValue:
    found = record_for_change(public_id)
    which = _kind(found, kind)
    form = TextForm(kind=which.value)
    if not form.accepted():
        return jsonify(message=words_of("This text could not be saved. Reload the page.")), 422
    try:
        version = _write(found, which, form)
    except NewerText:
        return jsonify(message=sentence(_newer())), 409
    except RuleBroken as broken:
        return jsonify(message=sentence(broken.sentence)), 422
    return jsonify(version=version, saved=words_of("Saved at %(time)s", time=clock(now())))


@bp.post("/records/<public_id>/withdraw")
@requires(anyone)
def withdraw(public_id: str) -> ResponseReturnValue:
    found, form = record_for_change(public_id), PressForm()
    if form.accepted():
        try:
            withdraw_record(db.session, found, now=now())
        except RuleBroken as broken:
            form.blame(broken)
        else:
            return done(_("The record is withdrawn."), to=address_of(public_id))
    return refused_page(found, form)


def refused_page(found: Record, form: PressForm) -> ResponseReturnValue:
    """The record's page again, with what was refused."""
    reading = reading_of(db.session, keys(), found)
    return _record_page(reading, _text_forms(reading), form)


def _kind(found: Record, name: str) -> TextKind:
    """The text that this side writes under that name."""
    mine = {kind.value: kind for kind, side in WRITERS.items() if side is found.side}
    if name not in mine:
        raise NotThere
    return mine[name]


def _order(form: TextForm) -> WriteText:
    return WriteText(text=form.text.data or "", version=form.version.data or 0)


def _write(found: Record, kind: TextKind, form: TextForm) -> int:
    return write_text(db.session, keys(), found, kind, _order(form), **moment())


def _keep(found: Record, kind: TextKind, form: TextForm) -> Text:
    _write(found, kind, form)
    return SAVED[kind]


def _share(found: Record, form: TextForm) -> Text:
    share_record(
        db.session,
        keys(),
        found,
        _order(form),
        **moment(),
        message_id=new_token(),
        link=address_of(found.public_id),
    )
    return _("The record is shared with %(name)s.", name=found.trainee.name)


def _newer() -> Text:
    return _(
        "A newer text was saved from another page or device."
        " Press the button below to choose which one to keep."
    )


def _text_forms(reading: Reading) -> dict[TextKind, TextForm]:
    return {
        kind: TextForm(
            None,
            kind=kind.value,
            sent_to=_text_address(reading.record.public_id, kind),
            data={"version": text.version, "text": text.words},
        )
        for kind, text in reading.texts.items()
        if kind in WRITERS
    }


def _text_address(public_id: str, kind: TextKind) -> str:
    return url_for(".write_record_text", public_id=public_id, kind=kind.value)


def _shown_again(found: Record, kind: TextKind, form: TextForm) -> ResponseReturnValue:
    reading = reading_of(db.session, keys(), found)
    return _record_page(reading, {**_text_forms(reading), kind: form}, form)


def _choice_page(found: Record, kind: TextKind, form: TextForm) -> ResponseReturnValue:
    """Both texts, so that the person chooses; 409 keeps the stored one as it is."""
    kept = texts_of(db.session, keys(), found)[kind]
    form.version.data = kept.version
    form.version.raw_data = None
    html = page(
        "supervision/record_choice.html",
        record=found,
        kind=kind,
        kept=kept,
        form=form,
        render=render,
    )
    return make_response(html, 409)


def _record_page(
    reading: Reading, forms: dict[TextKind, TextForm], form: Form
) -> ResponseReturnValue:
    found, moment_shown = reading.record, now()
    return form_page(
        "supervision/record.html",
        form,
        record=found,
        texts=reading.texts,
        companions=reading.companions,
        forms=forms,
        press=form if isinstance(form, PressForm) else PressForm(None),
        render=render,
        revising=revising,
        versions=revising.versions(found, reading.versions, moment_shown),
        moment=moment_shown,
        aide_memoire_over=today_for(actor) >= found.purge_on,
    )
