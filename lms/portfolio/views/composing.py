"""Pages: what is in the portfolio, in which order, and what can be put in."""

from __future__ import annotations

from itertools import groupby

from flask import request, url_for
from flask.typing import ResponseReturnValue

from lms.exports.models import ExportKind
from lms.exports.queries import last_export
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _, ngettext
from lms.portfolio.forms import MoveForm, PressForm, PutInForm
from lms.portfolio.operations.composing import bring_back, move, put_in, take_out
from lms.portfolio.operations.writing import delete_piece
from lms.portfolio.policies import may_compose
from lms.portfolio.queries.offers import offers_of
from lms.portfolio.queries.pieces import pieces_of
from lms.portfolio.render.words import GROUP_WORDS, KIND_WORDS, title_of, words_of
from lms.portfolio.rules import MOST_PIECES
from lms.portfolio.views.blueprint import bp
from lms.web.database import db
from lms.web.form import Form
from lms.web.guard import actor, requires
from lms.web.page import done, form_page, keys, new_token, now


@bp.route("/portfolio", methods=["GET", "POST"])
@requires(may_compose)
def portfolio() -> ResponseReturnValue:
    """What the person chose, in their order; what was ticked below is put in at the end."""
    form = PutInForm()
    if form.accepted():
        try:
            number = put_in(
                db.session,
                (form.pieces.data or [])[:MOST_PIECES],
                person_id=actor.person_id,
                now=now(),
                new_id=new_token,
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            said = ngettext("%(num)d piece put in.", "%(num)d pieces put in.", number)
            return done(said if number else None, to=url_for(".portfolio") + "#chosen")
    return portfolio_page(form)


@bp.post("/portfolio/pieces/<public_id>/move")
@requires(may_compose)
def move_piece(public_id: str) -> ResponseReturnValue:
    """One place up or down."""
    form = MoveForm()
    if not form.accepted():
        return portfolio_page(form)
    up = request.form.get("to") == "up"
    move(db.session, public_id, up=up, person_id=actor.person_id)
    return done(_("Moved."), to=url_for(".portfolio") + f"#piece-{public_id}")


@bp.post("/portfolio/pieces/<public_id>/take-out")
@requires(may_compose)
def take_piece_out(public_id: str) -> ResponseReturnValue:
    """Out of the portfolio, among those that can be brought back."""
    form = PressForm()
    if not form.accepted():
        return portfolio_page(form)
    take_out(db.session, public_id, person_id=actor.person_id, now=now())
    return done(
        _("Out of your portfolio: you can bring it back below."),
        to=url_for(".portfolio") + "#chosen",
    )


@bp.post("/portfolio/pieces/<public_id>/bring-back")
@requires(may_compose)
def bring_piece_back(public_id: str) -> ResponseReturnValue:
    """Back to where it stood."""
    form = PressForm()
    if not form.accepted():
        return portfolio_page(form)
    bring_back(db.session, public_id, person_id=actor.person_id)
    return done(_("Brought back."), to=url_for(".portfolio") + f"#piece-{public_id}")


@bp.post("/portfolio/pieces/<public_id>/delete")
@requires(may_compose)
def delete_own_piece(public_id: str) -> ResponseReturnValue:
    """An own piece that was taken out, for good."""
    form = MoveForm()
    if not form.accepted():
        return portfolio_page(form)
    delete_piece(db.session, public_id, person_id=actor.person_id, now=now())
    return done(_("Deleted."), to=url_for(".portfolio") + "#chosen")


def portfolio_page(form: Form) -> ResponseReturnValue:
    """The page, with what was refused of the form that was sent."""
    pieces = pieces_of(db.session, keys(), actor.person_id)
    offers = offers_of(db.session, actor.person_id)
    there = {piece.key for piece in pieces}
    left = [offer for offer in offers.values() if offer.key not in there]
    return form_page(
        "portfolio/portfolio.html",
        form,
        chosen=[piece for piece in pieces if piece.taken_out_at is None],
        out=[piece for piece in pieces if piece.taken_out_at is not None],
        offers=offers,
        left=[(kind, list(group)) for kind, group in groupby(left, key=lambda one: one.kind)],
        put_in=form if isinstance(form, PutInForm) else PutInForm(formdata=None),
        export=last_export(db.session, actor.person_id, ExportKind.PORTFOLIO),
        moment=now(),
        press=PressForm(formdata=None),
        moving=MoveForm(formdata=None),
        kinds=KIND_WORDS,
        groups=GROUP_WORDS,
        title_of=title_of,
        words_of=words_of,
    )
