"""Passwords: forgotten, chosen anew by a mailed link, changed by the present one."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from lms.accounts import policies, queries
from lms.accounts.forms import ChangePasswordForm, ForgottenPasswordForm, NewPasswordForm
from lms.accounts.operations import passwords as operations
from lms.accounts.operations.passwords import AskNewPassword
from lms.accounts.rules import ASKING_PASSWORD, hash_password, refuse_weak
from lms.accounts.views.blueprint import bp
from lms.accounts.views.tries import TooMany, ahead, link_closed, one_try, prove, wait_page
from lms.kernel.folding import fold_address
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.web.database import db
from lms.web.guard import actor, public, requires
from lms.web.i18n import language, sentence
from lms.web.nudge import nudge
from lms.web.page import done, form_page, new_token, now, page


@bp.route("/forgotten-password", methods=["GET", "POST"])
@public
def forgotten_password() -> ResponseReturnValue:
    """Ask for a link; whether the address has an account is told to its mailbox alone."""
    form = ForgottenPasswordForm()
    if form.accepted():
        wait = _ask(str(form.email.data))
        if wait:
            return wait_page("accounts/forgotten_password.html", form, wait)
        nudge()
        return done(None, to=url_for(".letter_sent"))
    return form_page("accounts/forgotten_password.html", form)


def _ask(email: str) -> int:
    key = fold_address(email)
    order = AskNewPassword(email_key=key, token=new_token(), message_id=new_token())
    db.let_go()
    with db.writing() as writing:
        return operations.ask_new_password(
            writing, one_try(ASKING_PASSWORD, key), order, locale=language(), now=now()
        )


@bp.get("/forgotten-password/sent")
@public
def letter_sent() -> ResponseReturnValue:
    """What to do next, the same for everybody."""
    works = _("The link works once, for 1 hour. The message may take a few minutes.")
    again = url_for(".forgotten_password")
    return page("accounts/letter_sent.html", works=sentence(works), again=again)


@bp.route("/new-password/<token>", methods=["GET", "POST"])
@public
def new_password(token: str) -> ResponseReturnValue:
    """Choose a new password with the mailed link."""
    db.let_go()
    with db.reading() as reading:
        address = queries.reset_address(reading, token, now=now())
    if address is None:
        return link_closed(".forgotten_password")
    form = NewPasswordForm()
    if form.accepted():
        try:
            refuse_weak(str(form.password.data), address=address)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            return _use_link(token, str(form.password.data))
    return form_page("accounts/new_password.html", form, address=address)


def _use_link(token: str, password: str) -> ResponseReturnValue:
    hashed = hash_password(password)
    with db.writing() as writing:
        operations.set_new_password(
            writing, token, password_hash=hashed, message_id=new_token(), now=now()
        )
    nudge()
    return done(_("Your password is changed. Sign in with the new one."), to=url_for(".sign_in"))


@bp.route("/account/password", methods=["GET", "POST"])
@requires(policies.may_keep_own_account)
def change_password() -> ResponseReturnValue:
    """Change the password; other devices are signed out."""
    form = ChangePasswordForm()
    address = queries.account_of(db.session, actor.person_id).email
    exchange = ahead(form, lambda: _exchange(form, address))
    try:
        if form.accepted():
            return _change(*exchange())
    except TooMany as many:
        return wait_page("accounts/change_password.html", form, many.minutes, address=address)
    except RuleBroken as broken:
        form.blame(broken)
    return form_page("accounts/change_password.html", form, address=address)


def _exchange(form: ChangePasswordForm, address: str) -> tuple[str, str]:
    """The hash that was proved and the new one."""
    refuse_weak(str(form.password.data), address=address)
    proved = prove(str(form.present.data))
    return proved, hash_password(str(form.password.data))


def _change(proved: str, hashed: str) -> ResponseReturnValue:
    operations.change_password(
        db.session,
        actor.person_id,
        proved=proved,
        password_hash=hashed,
        sign_in_id=actor.sign_in_id,
        message_id=new_token(),
        now=now(),
    )
    db.after_commit(nudge)
    words = _("Your password is changed. Your other devices were signed out.")
    return done(words, to=url_for(".account"))
