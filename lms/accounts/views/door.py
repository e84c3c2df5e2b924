"""Sign-in, sign-out and the change of hat."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from lms.accounts import policies
from lms.accounts.forms import SignInForm
from lms.accounts.operations import sign_ins as operations
from lms.accounts.rules import SIGNING_IN, password_fits
from lms.accounts.views.blueprint import bp
from lms.accounts.views.passkey_answers import SIGNING_IN_WITH, asked
from lms.accounts.views.tries import held_back, one_try
from lms.accounts.views.welcome import forget_browser, page_asked_for, welcome
from lms.kernel.actor import Role
from lms.kernel.folding import fold_address
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.web.database import db
from lms.web.form import Form
from lms.web.guard import acting, actor, public, requires, waiting
from lms.web.page import done, form_page, now


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Who are you: count, read, hash and write apart; known and unknown addresses look alike."""
    if acting() is not None:
        return redirect(page_asked_for(), 303)
    form = SignInForm()
    if form.accepted():
        return _answer(form)
    return sign_in_page(form)


def sign_in_page(form: Form) -> ResponseReturnValue:
    """The door, with a refused form of one of the ways in."""
    typed = form if isinstance(form, SignInForm) else SignInForm(formdata=None)
    return form_page(
        "accounts/sign_in.html",
        form,
        typed=typed,
        options=asked(SIGNING_IN_WITH, None),
    )


def _answer(form: SignInForm) -> ResponseReturnValue:
    key = fold_address(str(form.email.data))
    trying = one_try(SIGNING_IN, key)
    # A token that ran out was looked up in a transaction, which must not wait for this one.
    db.let_go()
    with db.writing() as writing:
        found = operations.knock(writing, trying, email_key=key, now=now())
    if found.wait:
        return held_back(form, found.wait, lambda: sign_in_page(form))
    if not password_fits(found.password_hash, str(form.password.data)):
        form.blame(RuleBroken("email", _("This address and this password do not go together.")))
        return sign_in_page(form)
    return welcome(int(found.person_id or 0), trying, way="password")


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End this device's session and clear what the browser kept."""
    who = acting() or waiting()
    if who is not None:
        operations.close_sign_in(db.session, who, now=now())
    logout_user()
    forget_browser()
    answer = redirect(url_for("accounts.sign_in"), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.post("/role")
@requires(policies.may_keep_own_account)
def switch_role() -> ResponseReturnValue:
    """Act under another of one's hats, on this device."""
    role = request.form.get("role", "")
    slug = request.form.get("organisation", "")
    if not policies.may_wear(actor, role, slug):
        abort(404)
    hat = next(h for h in actor.hats if (h.role, h.organisation_slug) == (role, slug))
    operations.switch_role(
        db.session, actor, role=Role(role), organisation_id=hat.organisation_id, now=now()
    )
    return done(None, to=url_for("home.home"))
