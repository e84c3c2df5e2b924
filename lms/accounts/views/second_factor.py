"""The second step of sign-in: a code of the app, a passkey, or a backup code."""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect, session
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.accounts import queries
from lms.accounts.forms import CodeForm, RecoveryCodeForm, ShowPasskeyForm
from lms.accounts.operations.apps import take_code
from lms.accounts.operations.recovery import take_recovery_code
from lms.accounts.operations.second_factor import pass_second_factor
from lms.accounts.operations.throttle import count_try, give_back
from lms.accounts.rules import SHOWING_FACTOR
from lms.accounts.views import passkey_answers as passkeys
from lms.accounts.views.blueprint import bp
from lms.accounts.views.devices import meet_device
from lms.accounts.views.tries import held_back, one_try
from lms.accounts.views.welcome import page_asked_for
from lms.kernel.actor import Actor, Asked
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.web.database import db
from lms.web.form import Form
from lms.web.guard import waiting, while_waiting
from lms.web.nudge import nudge
from lms.web.page import form_page, keys, new_token, now

Proof = Callable[[Session], bool]
Show = Callable[[], ResponseReturnValue]


@bp.route("/second-factor", methods=["GET", "POST"])
@while_waiting
def second_factor() -> ResponseReturnValue:
    """Ask for the code of the app, or for a passkey."""
    form, who = CodeForm(), _who()
    if not form.accepted():
        return _page(form, who)
    code = str(form.code.data)
    words = _("This code is not right, or was used already. Wait for the next one.")

    def proof(writing: Session) -> bool:
        return take_code(writing, keys(), who.person_id, code, now=now())

    return _answer(form, proof, RuleBroken("code", words), lambda: _page(form, who))


@bp.post("/second-factor/passkey")
@while_waiting
def second_factor_passkey() -> ResponseReturnValue:
    """Show one of the person's own passkeys."""
    form, who = ShowPasskeyForm(), _who()
    shown = passkeys.answered(form) if form.accepted() else None
    if shown is None:
        form.blame(passkeys.REFUSED)
        return _page(form, who)

    def proof(writing: Session) -> bool:
        return passkeys.take(writing, shown, _what_for(who)) == who.person_id

    return _answer(form, proof, passkeys.REFUSED, lambda: _page(form, who))


@bp.route("/second-factor/backup-code", methods=["GET", "POST"])
@while_waiting
def second_factor_backup_code() -> ResponseReturnValue:
    """Open with a code from paper; a letter tells it."""
    form, who = RecoveryCodeForm(), _who()

    def show() -> ResponseReturnValue:
        return form_page("accounts/backup_code.html", form)

    if not form.accepted():
        return show()
    typed = str(form.code.data)

    def proof(writing: Session) -> bool:
        letter = new_token()
        return take_recovery_code(writing, who.person_id, typed, now=now(), message_id=letter)

    words = _("This code is not one of yours, or was used already.")
    return _answer(form, proof, RuleBroken("code", words), show)


def _who() -> Actor:
    found = waiting(Asked.SECOND_FACTOR)
    if found is None:
        raise RuntimeError("a view for those who wait was opened by somebody else")
    return found


def _what_for(who: Actor) -> str:
    return f"second factor {who.sign_in_id}"


def _page(form: Form, who: Actor) -> ResponseReturnValue:
    with db.reading() as reading:
        factors = queries.factors_of(reading, who.person_id)
        known = queries.credential_ids(reading, who.person_id) if factors.passkeys else ()
    return form_page(
        "accounts/second_factor.html",
        form,
        code_form=form if isinstance(form, CodeForm) else CodeForm(formdata=None),
        factors=factors,
        options=passkeys.asked(_what_for(who), known),
    )


def _answer(form: Form, proof: Proof, refusal: RuleBroken, show: Show) -> ResponseReturnValue:
    """Let in whoever has a proof; counted before it is looked at, kept whatever comes of it."""
    who, token = _who(), new_token()
    wait, right = _try(who, proof, token)
    if wait:
        return held_back(form, wait, show)
    nudge()
    if not right:
        form.blame(refusal)
        return show()
    session["_user_id"] = token
    return redirect(page_asked_for(), 303)


def _try(who: Actor, proof: Proof, token: str) -> tuple[int, bool]:
    """Minutes to wait, and whether the session is open, from now on under `token`."""
    trying = one_try(SHOWING_FACTOR, who.person_id)
    db.let_go()
    with db.writing() as writing:
        wait = count_try(writing, trying, now=now()).wait
        right = not wait and proof(writing)
        if right:
            give_back(writing, trying)
            pass_second_factor(writing, who.person_id, who.sign_in_id, token=token, now=now())
            meet_device(writing, who.person_id, who.sign_in_id)
    return wait, right
