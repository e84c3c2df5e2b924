"""Changing the mail address: asked for with the password, confirmed from both mailboxes."""

from __future__ import annotations

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import policies, queries
from lms.accounts.forms import ChangeAddressForm, PressForm
from lms.accounts.operations import addresses as operations
from lms.accounts.operations.addresses import Secrets
from lms.accounts.operations.throttle import count_try
from lms.accounts.queries import Wish
from lms.accounts.rules import ASKING_ADDRESS
from lms.accounts.views.blueprint import bp
from lms.accounts.views.tries import TooMany, ahead, link_closed, one_try, prove, wait_page
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.web.database import db
from lms.web.guard import acting, actor, public, requires
from lms.web.nudge import nudge
from lms.web.page import done, form_page, new_token, now, page


@bp.route("/account/address", methods=["GET", "POST"])
@requires(policies.may_keep_own_account)
def change_address() -> ResponseReturnValue:
    """Ask for another address."""
    form = ChangeAddressForm()
    judge = ahead(form, lambda: _prove(form))
    try:
        if form.accepted():
            judge()
            return _ask(str(form.email.data))
    except TooMany as many:
        return wait_page("accounts/change_address.html", form, many.minutes)
    except RuleBroken as broken:
        form.blame(broken)
    return form_page("accounts/change_address.html", form)


def _prove(form: ChangeAddressForm) -> None:
    """The password is right, and letters do not go to many strangers."""
    prove(str(form.present.data))
    with db.writing() as writing:
        counted = count_try(writing, one_try(ASKING_ADDRESS, actor.person_id), now=now())
    if counted.wait:
        raise TooMany(counted.wait)


def _ask(email: str) -> ResponseReturnValue:
    secrets = Secrets(new_token=new_token(), old_token=new_token())
    operations.ask_address_change(db.session, actor.person_id, email, secrets=secrets, now=now())
    db.after_commit(nudge)
    words = _("We wrote to both addresses. Open the message sent to the new one to confirm it.")
    return done(words, to=url_for(".account", _anchor="address"))


@bp.post("/account/address/cancel")
@requires(policies.may_keep_own_account)
def cancel_address_change() -> ResponseReturnValue:
    """Keep the present address."""
    if not PressForm().accepted():
        abort(400)
    operations.cancel_address_change(db.session, actor.person_id, now=now())
    words = _("The change is cancelled: you keep your address.")
    return done(words, to=url_for(".account", _anchor="address"))


@bp.route("/address/<token>", methods=["GET", "POST"])
@public
def confirm_address(token: str) -> ResponseReturnValue:
    """Where the letters' links lead: say yes from either mailbox, or no from the present one."""
    wish = queries.wish_behind(db.session, token, now=now())
    if wish is None:
        return link_closed(".change_address")
    form = PressForm()
    if form.accepted():
        return _answer(token, wish)
    return form_page("accounts/confirm_address.html", form, wish=wish)


def _answer(token: str, wish: Wish) -> ResponseReturnValue:
    db.after_commit(nudge)
    if request.form.get("answer") == "no" and not wish.from_new:
        operations.refuse_address_change(db.session, token, now=now())
        words = _("The change is stopped and every device is signed out. Choose a new password.")
        return done(words, to=url_for(".forgotten_password"))
    applied = operations.confirm_address(db.session, token, now=now())
    words = (
        _("Your address is changed. Sign in with the new one from now on.")
        if applied
        else _("Thank you, this is confirmed.")
    )
    return done(words, to=url_for(".account" if acting() else ".address_confirmed"))


@bp.get("/address-confirmed")
@public
def address_confirmed() -> ResponseReturnValue:
    """After an answer from a mailbox, on a device where nobody is signed in."""
    return page("accounts/address_confirmed.html")
