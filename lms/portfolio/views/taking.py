"""Pages: asking for one's portfolio as a folder, taking it, and deleting it at once."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from lms.exports.models import ExportKind
from lms.exports.operations import AskExport, delete_export, note_download
from lms.exports.queries import ready_export
from lms.exports.render import as_download
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.portfolio.forms import AskForm, PressForm
from lms.portfolio.operations.taking import ask_portfolio
from lms.portfolio.policies import may_compose
from lms.portfolio.queries.offers import offers_of
from lms.portfolio.queries.pieces import pieces_of
from lms.portfolio.render.words import KIND_WORDS, title_of
from lms.portfolio.views.blueprint import bp
from lms.portfolio.views.composing import portfolio_page
from lms.web.database import db
from lms.web.guard import actor, recently_proved, requires
from lms.web.i18n import language
from lms.web.nudge import nudge
from lms.web.page import done, form_page, keys, new_token, now


@bp.route("/portfolio/export", methods=["GET", "POST"])
@requires(may_compose)
@recently_proved
def export() -> ResponseReturnValue:
    """What the folder will hold, and the press that asks for it."""
    form = AskForm()
    if form.accepted():
        order = AskExport(locale=language(), time_zone=actor.time_zone, kind=ExportKind.PORTFOLIO)
        try:
            ask_portfolio(
                db.session, order, person_id=actor.person_id, now=now(), public_id=new_token()
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            db.after_commit(nudge)
            said = _("Your portfolio is being prepared. You will receive a message.")
            return done(said, to=url_for(".portfolio") + "#take")
    pieces = pieces_of(db.session, keys(), actor.person_id)
    return form_page(
        "portfolio/export.html",
        form,
        chosen=[piece for piece in pieces if piece.taken_out_at is None],
        offers=offers_of(db.session, actor.person_id),
        kinds=KIND_WORDS,
        title_of=title_of,
    )


@bp.get("/portfolio/export/<public_id>")
@requires(may_compose)
@recently_proved
def take_export(public_id: str) -> ResponseReturnValue:
    """The folder, for its person, while its day lasts; journaled."""
    found = ready_export(
        db.session,
        keys(),
        public_id,
        person_id=actor.person_id,
        now=now(),
        kind=ExportKind.PORTFOLIO,
    )
    # nosemgrep: tests.judges.no-get-that-writes
    with db.writing() as session:
        note_download(session, public_id, person_id=actor.person_id, now=now())
    return as_download(db.factory, found, "portfolio")


@bp.post("/portfolio/export/<public_id>/delete")
@requires(may_compose)
def delete_made_export(public_id: str) -> ResponseReturnValue:
    """The folder goes at once; the portfolio stays."""
    form = PressForm()
    if not form.accepted():
        return portfolio_page(form)
    delete_export(db.session, public_id, person_id=actor.person_id, now=now())
    return done(
        _("The file is deleted. Your portfolio stays as it is."),
        to=url_for(".portfolio") + "#take",
    )
