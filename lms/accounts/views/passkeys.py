"""Passkeys: sign in with one, add one, rename and remove it."""

from __future__ import annotations

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import policies, queries
from lms.accounts.forms import AddPasskeyForm, PressForm, RenamePasskeyForm, ShowPasskeyForm
from lms.accounts.operations import passkeys as operations
from lms.accounts.operations.passkeys import AddPasskey
from lms.accounts.operations.throttle import count_try
from lms.accounts.queries import KnownPasskey
from lms.accounts.rules import SIGNING_IN, device_family
from lms.accounts.rules.passkeys import PasskeyRefused, read_made
from lms.accounts.views import passkey_answers as answers
from lms.accounts.views.blueprint import bp
from lms.accounts.views.door import sign_in_page
from lms.accounts.views.factors import first_codes, keeper, who_keeps
from lms.accounts.views.tries import held_back, one_try
from lms.accounts.views.welcome import welcome
from lms.kernel.actor import Actor
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.web.database import db
from lms.web.guard import actor, for_own_factors, public, recently_proved, requires
from lms.web.nudge import nudge
from lms.web.page import done, form_page, keys, new_token, now


@bp.post("/sign-in/passkey")
@public
def sign_in_by_passkey() -> ResponseReturnValue:
    """A passkey alone says who it is and proves it twice: held, and opened by its owner."""
    form = ShowPasskeyForm()
    shown = answers.answered(form) if form.accepted() else None
    if shown is None:
        form.blame(answers.REFUSED)
        return sign_in_page(form)
    trying = one_try(SIGNING_IN, shown.credential_id.hex())
    db.let_go()
    with db.writing() as writing:
        wait = count_try(writing, trying, now=now()).wait
        found = None if wait else answers.take(writing, shown, answers.SIGNING_IN_WITH)
    if wait:
        return held_back(form, wait, lambda: sign_in_page(form))
    if found is None:
        nudge()
        form.blame(answers.REFUSED)
        return sign_in_page(form)
    return welcome(found, trying, way="passkey")


@bp.route("/account/factors/passkeys/new", methods=["GET", "POST"])
@for_own_factors
@recently_proved
def add_passkey() -> ResponseReturnValue:
    """Let the device make a passkey, and keep its public half."""
    who = who_keeps()
    form = AddPasskeyForm(name=device_family(request.headers.get("User-Agent", "")))
    if form.accepted():
        try:
            first = _add(form, who)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            db.after_commit(nudge)
            return first_codes() if first else done(_("Passkey added."), to=url_for(".factors"))
    options = answers.asked_to_make(db.session, _what_for(who), who.person_id)
    return form_page("accounts/add_passkey.html", form, options=options)


def _what_for(who: Actor) -> str:
    return f"add {who.sign_in_id}"


def _add(form: AddPasskeyForm, who: Actor) -> bool:
    try:
        made = read_made(answers.site(), str(form.credential.data))
    except PasskeyRefused:
        raise answers.REFUSED from None
    order = AddPasskey(
        made=made,
        name=str(form.name.data),
        what_for=_what_for(who),
        public_id=new_token(),
        message_id=new_token(),
    )
    return operations.add_passkey(db.session, keys(), keeper(), order, now=now())


@bp.route("/account/factors/passkeys/<public_id>", methods=["GET", "POST"])
@requires(policies.may_keep_own_account)
@recently_proved
def passkey(public_id: str) -> ResponseReturnValue:
    """Rename a passkey, or remove it from here."""
    known = _own(public_id)
    form = RenamePasskeyForm(name=known.name)
    if form.accepted():
        operations.rename_passkey(
            db.session, actor.person_id, public_id, str(form.name.data), now=now()
        )
        return done(_("Name saved."), to=url_for(".factors"))
    return form_page("accounts/passkey.html", form, known=known, press=PressForm(formdata=None))


@bp.post("/account/factors/passkeys/<public_id>/remove")
@requires(policies.may_keep_own_account)
@recently_proved
def remove_passkey(public_id: str) -> ResponseReturnValue:
    """Forget a passkey."""
    known = _own(public_id)
    press = PressForm()
    if press.accepted():
        try:
            operations.remove_passkey(
                db.session, actor.person_id, public_id, now=now(), message_id=new_token()
            )
        except RuleBroken as broken:
            press.blame(broken)
        else:
            db.after_commit(nudge)
            return done(_("Passkey removed."), to=url_for(".factors"))
    form = RenamePasskeyForm(formdata=None, name=known.name)
    form.failed, form.form_errors = press.failed, press.form_errors
    return form_page("accounts/passkey.html", form, known=known, press=press)


def _own(public_id: str) -> KnownPasskey:
    return queries.passkey_of(db.session, actor.person_id, public_id) or abort(404)
