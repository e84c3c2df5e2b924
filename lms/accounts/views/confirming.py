"""Who is it, once more: asked before what matters when the last proof is old."""

from __future__ import annotations

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import queries
from lms.accounts.forms import CodeForm, ConfirmForm, ShowPasskeyForm
from lms.accounts.operations.apps import take_code
from lms.accounts.operations.second_factor import prove_again
from lms.accounts.operations.throttle import count_try, give_back
from lms.accounts.rules import SHOWING_FACTOR
from lms.accounts.views import passkey_answers as passkeys
from lms.accounts.views.blueprint import bp
from lms.accounts.views.second_factor import Proof
from lms.accounts.views.tries import TooMany, held_back, one_try, prove
from lms.kernel.actor import Actor
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.web.addresses import local_address
from lms.web.database import db
from lms.web.form import Form
from lms.web.guard import actor, for_own_factors, keeping_factors
from lms.web.page import form_page, keys, new_token, now


@bp.route("/confirm", methods=["GET", "POST"])
@for_own_factors
def confirm_identity() -> ResponseReturnValue:
    """By the password, or by a code with `?with=code`."""
    form = CodeForm() if request.args.get("with") == "code" else ConfirmForm()
    if not form.accepted():
        return _page(form)
    if isinstance(form, CodeForm):
        return _by(form, _code_of(form), RuleBroken("code", _("This code is not right.")))
    try:
        prove(str(form.present.data))
    except TooMany as many:
        return held_back(form, many.minutes, lambda: _page(form))
    except RuleBroken as broken:
        form.blame(broken)
        return _page(form)
    return _proved(_who())


@bp.post("/confirm/passkey")
@for_own_factors
def confirm_by_passkey() -> ResponseReturnValue:
    """By one of the person's own passkeys."""
    form, who = ShowPasskeyForm(), _who()
    shown = passkeys.answered(form) if form.accepted() else None
    if shown is None:
        form.blame(passkeys.REFUSED)
        return _page(form)
    what_for = _what_for(who)
    return _by(
        form,
        lambda writing: passkeys.take(writing, shown, what_for) == who.person_id,
        passkeys.REFUSED,
    )


def _who() -> Actor:
    return keeping_factors() or actor


def _what_for(who: Actor) -> str:
    return f"confirm {who.sign_in_id}"


def _code_of(form: CodeForm) -> Proof:
    who, code = _who(), str(form.code.data)
    return lambda writing: take_code(writing, keys(), who.person_id, code, now=now())


def _by(form: Form, proof: Proof, refusal: RuleBroken) -> ResponseReturnValue:
    who = _who()
    trying = one_try(SHOWING_FACTOR, who.person_id)
    db.let_go()
    with db.writing() as writing:
        wait = count_try(writing, trying, now=now()).wait
        right = not wait and proof(writing)
        if right:
            give_back(writing, trying)
    if wait:
        return held_back(form, wait, lambda: _page(form))
    if right:
        return _proved(who)
    form.blame(refusal)
    return _page(form)


def _proved(who: Actor) -> ResponseReturnValue:
    """Back to where one was, under a new token."""
    token = new_token()
    with db.writing() as writing:
        prove_again(writing, who.person_id, who.sign_in_id, token=token, now=now())
    session["_user_id"] = token
    return redirect(local_address(request.args.get("next"), url_for(".account")), 303)


def _page(form: Form) -> ResponseReturnValue:
    who = _who()
    with db.reading() as reading:
        factors = queries.factors_of(reading, who.person_id)
        known = queries.credential_ids(reading, who.person_id) if factors.passkeys else ()
    by_code = isinstance(form, CodeForm)
    # A refused passkey leads back to the password: its own form has nothing to type.
    typed = form if isinstance(form, CodeForm | ConfirmForm) else ConfirmForm(formdata=None)
    return form_page(
        "accounts/confirm_identity.html",
        form,
        typed=typed,
        by_code=by_code,
        factors=factors,
        options=passkeys.asked(_what_for(who), known),
        onward=request.args.get("next"),
    )
