"""Pages: the introduction, and pieces that the person writes for the portfolio."""

from __future__ import annotations

from flask import Response, current_app, make_response, request, url_for
from flask.typing import ResponseReturnValue

from lms.assessment.rules.files import MEDIA_TYPES, MOST_BYTES, TakenFile, take
from lms.drafts.operations import DraftNewer
from lms.drafts.queries import OpenDraft
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import Text, _
from lms.portfolio.forms import (
    IntroductionForm,
    NewPieceForm,
    OwnPieceForm,
    PressForm,
    WriteForm,
)
from lms.portfolio.models import PieceKind
from lms.portfolio.operations.writing import (
    Hand,
    Write,
    remove_file,
    write_introduction,
    write_piece,
)
from lms.portfolio.policies import may_compose
from lms.portfolio.queries.pieces import (
    Piece,
    file_of,
    introduction_of,
    piece_of,
    reader_of_own,
)
from lms.portfolio.rules import unpacked
from lms.portfolio.views.blueprint import bp
from lms.storage.operations import Store
from lms.web.bodies import takes_files
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.page import done, form_page, keys, new_token, now

ROOM_FOR_WORDS = 256 * 1024
MOST_SENT = MOST_BYTES + ROOM_FOR_WORDS
KEPT = _("Kept. Only you can read it.")


@bp.route("/portfolio/introduction", methods=["GET", "POST"])
@requires(may_compose)
def introduction() -> ResponseReturnValue:
    """Who the person is, in their own words."""
    piece = introduction_of(db.session, keys(), actor.person_id)
    form = IntroductionForm(piece)
    if not form.accepted():
        return _page(form, piece, None)
    order = Write(title="", words=form.words.data or "", version=form.known_version)
    try:
        if not form.gives_way:
            write_introduction(db.session, keys(), order, _hand())
    except RuleBroken as broken:
        form.blame(broken)
        return _page(form, piece, None)
    except DraftNewer as met:
        return _choice_page(form, piece, met.newer)
    return _kept(KEPT)


@bp.route("/portfolio/own/new", methods=["GET", "POST"])
@takes_files(MOST_SENT)
@requires(may_compose)
def new_own_piece() -> ResponseReturnValue:
    """A piece that is not there yet."""
    return _own(NewPieceForm(None), None)


@bp.route("/portfolio/own/<public_id>", methods=["GET", "POST"])
@takes_files(MOST_SENT)
@requires(may_compose)
def own_piece(public_id: str) -> ResponseReturnValue:
    """A piece that the person wrote, to write on."""
    piece = _own_piece(public_id)
    return _own(OwnPieceForm(piece), piece)


@bp.post("/portfolio/own/<public_id>/remove-file")
@requires(may_compose)
def remove_own_file(public_id: str) -> ResponseReturnValue:
    """The piece stays, its file goes."""
    piece, form = _own_piece(public_id), PressForm()
    if not form.accepted():
        return _page(OwnPieceForm(piece, formdata=None), piece, None)
    remove_file(db.session, public_id, person_id=actor.person_id, now=now())
    return done(_("The file is deleted."), to=url_for(".own_piece", public_id=public_id))


@bp.get("/portfolio/files/<public_id>")
@requires(may_compose)
def own_file(public_id: str) -> ResponseReturnValue:
    """A file that the person added, for nobody else."""
    file = file_of(db.session, keys(), actor.person_id, public_id)
    content = reader_of_own(db.session, keys(), _store(), actor.person_id)(file)
    answer = Response(content, mimetype=MEDIA_TYPES[file.kind].split(";")[0])
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    # Its own name may tell of somebody: the file gets a plain one.
    named = f"portfolio_{public_id[:6]}.{file.kind.value}"
    answer.headers.set("Content-Disposition", "attachment", filename=named)
    return answer


def _own(form: OwnPieceForm, piece: Piece | None) -> ResponseReturnValue:
    if not form.accepted():
        return _page(form, piece, None)
    try:
        order = Write(
            title=form.title.data or "",
            words=form.words.data or "",
            version=form.known_version,
            file=_sent_file(),
        )
        if form.gives_way and piece is not None:
            order = Write(
                title=piece.title, words=piece.words, version=piece.version, file=order.file
            )
        write_piece(db.session, keys(), _store(), order, _hand(), piece)
    except RuleBroken as broken:
        form.blame(broken)
        return _page(form, piece, None)
    except DraftNewer as met:
        return _choice_page(form, piece, met.newer)
    return _kept(KEPT)


def _kept(said: Text) -> ResponseReturnValue:
    return done(said, to=url_for(".portfolio") + "#chosen")


def _own_piece(public_id: str) -> Piece:
    piece = piece_of(db.session, keys(), actor.person_id, public_id)
    if piece.kind is not PieceKind.OWN:
        raise NotThere
    return piece


def _sent_file() -> TakenFile | None:
    sent = request.files.get("document")
    if sent is None or not sent.filename:
        return None
    try:
        return take(sent.filename, sent.stream.read(MOST_BYTES + 1))
    except RuleBroken as broken:
        raise RuleBroken("document", broken.sentence) from broken


def _hand() -> Hand:
    return Hand(person_id=actor.person_id, now=now(), public_id=new_token())


def _store() -> Store:
    store: Store = current_app.extensions["sillage.settings"].files
    return store


def _choice_page(form: WriteForm, piece: Piece | None, newer: OpenDraft) -> ResponseReturnValue:
    """409: both texts side by side; nothing is kept until the person has chosen."""
    form.offer(newer.version)
    answer = make_response(_page(form, piece, newer))
    answer.status_code = 409
    return answer


def _page(form: WriteForm, piece: Piece | None, newer: OpenDraft | None) -> ResponseReturnValue:
    return form_page(
        "portfolio/write.html",
        form,
        piece=piece,
        own=isinstance(form, OwnPieceForm),
        newer=unpacked(newer.text) if newer else None,
        newer_at=newer.updated_at if newer else None,
        press=PressForm(formdata=None),
    )
