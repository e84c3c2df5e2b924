"""Sign-in and sign-out."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user
from sqlalchemy import select

from lms.accounts.forms import SignInForm
from lms.accounts.models import Person, PersonState
from lms.accounts.operations.sign_ins import close_sign_in, open_sign_in
from lms.accounts.queries import recognised
from lms.accounts.rules import password_fits
from lms.kernel.folding import fold_address
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.web.database import db
from lms.web.guard import acting, actor, anyone, public, requires
from lms.web.page import form_page, new_token, now
from lms.web.signed_in import SignedIn
from lms.web.views import local_address

bp = Blueprint("accounts", __name__)


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Who are you: read, hash and write apart, the same answer for known and unknown addresses."""
    if acting() is not None:
        return redirect(url_for("home.home"), 303)
    form = SignInForm()
    if form.accepted():
        with db.reading() as reading:
            person = reading.scalar(
                select(Person).where(
                    Person.email_key == fold_address(str(form.email.data)),
                    Person.state == PersonState.ACTIVE,
                )
            )
        if password_fits(person.password_hash if person else None, str(form.password.data)):
            assert person is not None  # noqa: S101 - a hash that fits belongs to somebody
            welcome(person.id)
            return redirect(local_address(request.args.get("next"), url_for("home.home")), 303)
        form.blame(RuleBroken("email", _("This address and this password do not go together.")))
    return form_page("accounts/sign_in.html", form)


@bp.post("/sign-out")
@requires(anyone)
def sign_out() -> ResponseReturnValue:
    """End this device's session and clear what the browser kept."""
    close_sign_in(db.session, actor.sign_in_id, now=now())
    logout_user()
    session.clear()
    answer = redirect(url_for("accounts.sign_in"), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.get("/account")
@requires(anyone)
def account() -> ResponseReturnValue:
    """One's own account."""
    abort(404)


@bp.post("/role")
@requires(anyone)
def switch_role() -> ResponseReturnValue:
    """Another hat."""
    abort(404)


def welcome(person_id: int) -> None:
    """Open a session on this device for somebody who has just proved who they are."""
    token = new_token()
    with db.writing() as writing:
        open_sign_in(
            writing,
            person_id=person_id,
            token=token,
            public_id=new_token(),
            device=device_family(request.headers.get("User-Agent", "")),
            now=now(),
        )
        found = recognised(writing, token, now=now(), time_zone="UTC")
    lang = session.get("lang")
    session.clear()
    if lang:
        session["lang"] = lang
    if found:
        login_user(SignedIn(token, found.actor))


def device_family(user_agent: str) -> str:
    """ "Firefox, Android": enough to recognise one's own devices, no fingerprint."""
    browsers = ("Firefox", "Edg", "Chrome", "Safari")
    systems = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
    browser = next((name for name in browsers if name in user_agent), "")
    system = next((name for name in systems if name in user_agent), "")
    return ", ".join(filter(None, (browser.replace("Edg", "Edge"), system)))
