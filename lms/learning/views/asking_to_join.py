"""Pages where somebody asks to join a cohort that takes requests, and withdraws a request."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.learning.forms import AcceptForm, ConfirmForm
from lms.learning.forms.joining import NewcomerForm, RequestForm
from lms.learning.operations import joining_by_link as letters
from lms.learning.operations import requests as operations
from lms.learning.operations.requests import Asking
from lms.learning.queries import requests as queries
from lms.learning.queries.links import Asked, OpenLetter, training_in_cohort
from lms.learning.queries.requests import Elsewhere
from lms.learning.views.blueprint import bp
from lms.learning.views.newcomers import hashed, make_person, send_letter
from lms.web.database import db
from lms.web.form import Form
from lms.web.guard import acting, actor, anyone, public, requires
from lms.web.page import done, form_page, keys, new_token, now, page


@bp.route("/cohorts/<public_id>/ask", methods=["GET", "POST"])
@public
def ask_to_join(public_id: str) -> ResponseReturnValue:
    """What is offered, and a request; without an account the address is proved first."""
    with db.reading() as reading:
        found = queries.asked_cohort(reading, public_id, now=now())
    if found is None:
        abort(404)
    who = acting()
    if who is not None:
        return _ask_as(found, who.person_id)
    form = NewcomerForm()
    if form.accepted():
        return send_letter(
            form, lambda: _offer(form, found), cohort_id=found.cohort.id, link_id=None
        )
    return _offer(form, found)


@bp.get("/requests")
@requires(anyone)
def own_requests() -> ResponseReturnValue:
    """The person's requests that wait for an answer."""
    found = queries.own_requests(db.session, actor.person_id)
    return page("learning/own_requests.html", found=found, form=ConfirmForm())


@bp.post("/requests/<public_id>/withdraw")
@requires(anyone)
def withdraw_request(public_id: str) -> ResponseReturnValue:
    """The person thought better of it."""
    to = url_for(".own_requests")
    if not ConfirmForm().accepted():
        return done(None, to=to)
    found = queries.own_request(db.session, actor.person_id, public_id)
    if found is None:
        abort(404)
    operations.withdraw_request(db.session, found, now=now())
    return done(_("Your request is withdrawn."), to=to)


def go_on_asking(letter: OpenLetter) -> ResponseReturnValue:
    """Whoever proved the address signs in or makes the account, then asks."""
    ask = url_for(".ask_to_join", public_id=letter.offer.cohort.public_id)
    if acting() is not None:
        return redirect(ask, 303)
    if letter.has_account:
        return page("learning/join_known.html", found=letter, back=ask)
    given = letter.letter
    form = AcceptForm(given_name=given.given_name, family_name=given.family_name)
    password_hash = hashed(form)
    if form.accepted():
        try:
            make_person(form, given.email, password_hash)
            letters.use_letter(db.session, given.id, now=now())
        except RuleBroken as broken:
            form.blame(broken)
        else:
            words = _("Your account is ready. Sign in with your address and your password.")
            return done(words, to=url_for("accounts.sign_in", next=ask))
    return form_page(
        "learning/ask.html",
        form,
        found=letter.offer,
        address=given.email,
        former=None,
        inside=None,
        waiting=None,
        back=request.path,
    )


def _ask_as(found: Asked, person_id: int) -> ResponseReturnValue:
    form = RequestForm()
    former = queries.training_elsewhere(db.session, person_id, found.cohort)
    if form.accepted():
        moment = now()
        how = Asking(
            person_id=person_id,
            today=found.today(moment),
            now=moment,
            public_id=new_token(),
            leaves_id=former.id if former and form.leaves.data else None,
        )
        try:
            operations.ask_to_join(db.session, keys(), found.cohort, form.text.data or "", how)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            words = _("Your request is on its way. The answer comes by mail.")
            return done(words, to=url_for(".own_requests"))
    return _offer(form, found, person_id=person_id, former=former)


def _offer(
    form: Form, found: Asked, person_id: int = 0, former: Elsewhere | None = None
) -> ResponseReturnValue:
    waiting = inside = None
    if person_id:
        inside = training_in_cohort(db.session, person_id, found.cohort.id)
        waiting = queries.own_request_to(db.session, person_id, found.cohort.id)
    return form_page(
        "learning/ask.html",
        form,
        found=found,
        address="",
        former=former,
        inside=inside,
        waiting=waiting,
        back=request.path,
    )
