"""One's second factors: the list, the authenticator app, the backup codes."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import queries
from lms.accounts.forms import AddAppForm, PressForm
from lms.accounts.operations import apps as operations
from lms.accounts.operations.apps import Chance
from lms.accounts.operations.factors import Keeper
from lms.accounts.operations.recovery import make_codes
from lms.accounts.render import picture_of
from lms.accounts.rules.recovery import HOW_MANY, RANDOM_BYTES, written_code
from lms.accounts.rules.secrets import NONCE_BYTES, SecretLost, open_secret, seal_secret
from lms.accounts.rules.totp import SECRET_BYTES, address_for_app, in_groups, new_secret
from lms.accounts.views.blueprint import bp
from lms.accounts.views.passkey_answers import site
from lms.accounts.views.welcome import page_asked_for
from lms.kernel.actor import Actor
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.web.database import db
from lms.web.guard import acting, actor, for_own_factors, keeping_factors, recently_proved
from lms.web.nudge import nudge
from lms.web.page import done, form_page, keys, new_token, now, page, random_bytes


def who_keeps() -> Actor:
    """Whose factors these are: signed in, or led here to choose the first."""
    return keeping_factors() or actor


def keeper() -> Keeper:
    """The same for operations."""
    who = who_keeps()
    return Keeper(person_id=who.person_id, sign_in_id=who.sign_in_id, enrolling=acting() is None)


@bp.get("/account/factors")
@for_own_factors
def factors() -> ResponseReturnValue:
    """What the person has; for somebody whose role asks for one, the choice of the first."""
    who = who_keeps()
    return page(
        "accounts/factors.html",
        factors=queries.factors_of(db.session, who.person_id),
        asked=queries.is_asked(db.session, who.person_id),
        enrolling=acting() is None,
        with_passkeys=site().can_have_passkeys,
        onward=request.args.get("next"),
    )


@bp.route("/account/factors/app", methods=["GET", "POST"])
@for_own_factors
@recently_proved
def authenticator_app() -> ResponseReturnValue:
    """Add the app by its picture and a first code, or see it and remove it."""
    who = who_keeps()
    form = AddAppForm()
    if form.accepted():
        try:
            first = _add(form, _secret_of(form, who))
        except RuleBroken as broken:
            form.blame(broken)
        else:
            db.after_commit(nudge)
            words = _("Your authenticator app is added.")
            return first_codes() if first else done(words, to=url_for(".factors"))
    known = queries.factors_of(db.session, who.person_id).app
    if known is not None and not form.failed:
        return page("accounts/app.html", app=known, form=PressForm())
    return _app_page(form, who)


def _app_page(form: AddAppForm, who: Actor) -> ResponseReturnValue:
    try:
        secret = _secret_of(form, who)
    except RuleBroken:
        secret = new_secret(random_bytes(SECRET_BYTES))
        sealed = seal_secret(keys(), _place(who), secret, nonce=random_bytes(NONCE_BYTES))
        form.secret.data = urlsafe_b64encode(sealed).decode()
    _public_id, address, _name = queries.handle_of(db.session, who.person_id)
    where = address_for_app(secret, address)
    return form_page(
        "accounts/add_app.html",
        form,
        picture=picture_of(where),
        address=where,
        secret=in_groups(secret),
    )


def _place(who: Actor) -> str:
    """A page's secret serves the session that it was shown to."""
    return f"enrolment {who.sign_in_id}"


def _secret_of(form: AddAppForm, who: Actor) -> str:
    try:
        sealed = urlsafe_b64decode(str(form.secret.data or ""))
        return open_secret(keys(), _place(who), sealed)
    except (binascii.Error, ValueError, SecretLost):
        raise RuleBroken("", _("This page is too old: read its new picture.")) from None


def _add(form: AddAppForm, secret: str) -> bool:
    chance = Chance(public_id=new_token(), nonce=random_bytes(NONCE_BYTES), message_id=new_token())
    return operations.add_app(
        db.session,
        keys(),
        keeper(),
        secret=secret,
        code=str(form.code.data),
        chance=chance,
        now=now(),
    )


@bp.post("/account/factors/app/remove")
@for_own_factors
@recently_proved
def remove_app() -> ResponseReturnValue:
    """Forget the app."""
    form = PressForm()
    if form.accepted():
        try:
            operations.remove_app(
                db.session, who_keeps().person_id, now=now(), message_id=new_token()
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            db.after_commit(nudge)
            return done(_("Your authenticator app is removed."), to=url_for(".factors"))
    known = queries.factors_of(db.session, who_keeps().person_id).app
    return form_page("accounts/app.html", form, app=known)


@bp.route("/account/factors/codes", methods=["GET", "POST"])
@for_own_factors
@recently_proved
def backup_codes() -> ResponseReturnValue:
    """How many are left; ten new ones at a press."""
    form = PressForm()
    who = who_keeps()
    if form.accepted():
        codes = _new_codes()
        make_codes(db.session, who.person_id, codes, now=now(), message_id=new_token())
        db.after_commit(nudge)
        return page("accounts/new_codes.html", codes=codes, onward=url_for(".factors"))
    known = queries.factors_of(db.session, who.person_id)
    if not known.count:
        return redirect(url_for(".factors"), 303)
    return form_page("accounts/codes.html", form, factors=known)


def first_codes() -> ResponseReturnValue:
    """The codes that come with the first factor: shown in this answer and never again."""
    codes = _new_codes()
    make_codes(db.session, who_keeps().person_id, codes, now=now())
    onward = page_asked_for() if "next" in request.args else url_for(".factors")
    return page("accounts/new_codes.html", codes=codes, onward=onward, first=True)


def _new_codes() -> tuple[str, ...]:
    return tuple(written_code(random_bytes(RANDOM_BYTES)) for _each in range(HOW_MANY))
