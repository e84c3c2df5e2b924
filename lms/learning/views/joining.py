"""Pages of a link that lets people join a cohort: with an account, or first by a mailed letter."""

from __future__ import annotations

from flask import make_response, request, url_for
from flask.typing import ResponseReturnValue

from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.learning.forms import AcceptForm, ConfirmForm
from lms.learning.forms.joining import NewcomerForm
from lms.learning.operations import joining_by_link as operations
from lms.learning.operations.joining_by_link import Joiner
from lms.learning.queries import links as queries
from lms.learning.queries.links import Asked, OpenLetter, OpenLink
from lms.learning.views.asking_to_join import go_on_asking
from lms.learning.views.blueprint import bp
from lms.learning.views.newcomers import hashed, make_person, send_letter
from lms.web.database import db
from lms.web.form import Form
from lms.web.guard import acting, public
from lms.web.page import done, form_page, new_token, now, page


@bp.route("/join/<token>", methods=["GET", "POST"])
@public
def join(token: str) -> ResponseReturnValue:
    """What is offered; one press for whoever is signed in, name and address for others."""
    with db.reading() as reading:
        found = queries.open_link(reading, token, now=now())
    if found is None:
        return _closed()
    who = acting()
    if who is not None:
        return _join_as(found, who.person_id)
    form = NewcomerForm()
    if form.accepted():
        return send_letter(
            form,
            lambda: _offer(form, found),
            cohort_id=found.cohort.id,
            link_id=found.link.id,
        )
    return _offer(form, found)


@bp.get("/join/sent")
@public
def join_letter_sent() -> ResponseReturnValue:
    """What to do next, the same for every address."""
    return page("learning/join_sent.html")


@bp.route("/join/letter/<token>", methods=["GET", "POST"])
@public
def join_by_letter(token: str) -> ResponseReturnValue:
    """The address is proved: sign in, or make the account, and join."""
    # Read apart: a password is hashed before the transaction that writes begins.
    with db.reading() as reading:
        found = queries.open_letter(reading, token, now=now())
    if found is None:
        return _closed()
    if isinstance(found.offer, Asked):
        return go_on_asking(found)
    who = acting()
    if who is not None:
        return _join_as(found.offer, who.person_id, letter=found)
    if found.has_account:
        return page("learning/join_known.html", found=found, back=request.path)
    return _join_new(found, found.offer)


def _join_as(
    found: OpenLink, person_id: int, letter: OpenLetter | None = None
) -> ResponseReturnValue:
    form = ConfirmForm()
    # Asked first: the same press twice has its first answer.
    sent = form.accepted()
    inside = queries.training_in_cohort(db.session, person_id, found.cohort.id)
    if inside and not sent:
        return page("learning/join_inside.html", found=found)
    if sent:
        try:
            _join(found, person_id, letter)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            words = _("You are in the cohort %(cohort)s. Welcome.", cohort=found.cohort.name)
            return done(words, to=url_for("home.home"))
    return _offer(form, found)


def _join_new(letter: OpenLetter, offer: OpenLink) -> ResponseReturnValue:
    given = letter.letter
    form = AcceptForm(given_name=given.given_name, family_name=given.family_name)
    password_hash = hashed(form)
    if form.accepted():
        try:
            person_id = make_person(form, given.email, password_hash)
            _join(offer, person_id, letter)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            words = _("Your account is ready. Sign in with your address and your password.")
            return done(words, to=url_for("accounts.sign_in"))
    return _offer(form, offer, address=given.email)


def _join(found: OpenLink, person_id: int, letter: OpenLetter | None) -> None:
    moment = now()
    who = Joiner(
        person_id=person_id,
        today=found.today(moment),
        now=moment,
        public_ids=(new_token(), new_token()),
    )
    operations.join_by_link(db.session, found.link, who)
    if letter is not None:
        operations.use_letter(db.session, letter.letter.id, now=moment)


def _offer(form: Form, found: OpenLink, *, address: str = "") -> ResponseReturnValue:
    left = queries.places_left(db.session, found.cohort, "", now=now())
    full = found.link.taken >= found.link.places or (left is not None and left < 1)
    return form_page(
        "learning/join.html", form, found=found, address=address, full=full, back=request.path
    )


def _closed() -> ResponseReturnValue:
    return make_response(page("learning/join_closed.html"), 404)
