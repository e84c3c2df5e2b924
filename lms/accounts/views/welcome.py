"""The end of every way to sign in: a session on this device, and where it leads."""

from __future__ import annotations

from typing import Literal

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import SignInState
from lms.accounts.operations.sign_ins import Opening, open_sign_in
from lms.accounts.operations.throttle import Try, give_back
from lms.accounts.rules import device_family
from lms.accounts.views.devices import device_cookie, meet_device
from lms.web.addresses import local_address
from lms.web.database import db
from lms.web.kept import bind_forms
from lms.web.nudge import nudge
from lms.web.page import new_token, now

Way = Literal["password", "link", "passkey"]


def welcome(person_id: int, trying: Try | None, *, way: Way) -> ResponseReturnValue:
    """Open a session on this device for somebody who has just proved who they are.

    `trying`, when given, no longer counts as a try. Leads to the page in `?next=`, by way of the
    second factor when the person has one and has not shown it: a passkey is both.
    """
    order = Opening(
        person_id=person_id,
        token=new_token(),
        public_id=new_token(),
        cookie=device_cookie(),
        device=device_family(request.headers.get("User-Agent", "")),
        both_factors=way == "passkey",
    )
    with db.writing() as writing:
        opened = open_sign_in(writing, order, now=now())
        if trying is not None:
            give_back(writing, trying)
        is_new = opened.state is SignInState.OPEN and not opened.known
        told = is_new and meet_device(writing, person_id, opened.sign_in_id)
    if told:
        nudge()
    keep_token(order.token)
    bind_forms(order.public_id, new_token())
    if opened.state is SignInState.PENDING:
        return redirect(url_for("accounts.second_factor", next=request.args.get("next")), 303)
    # Whose role asks for a factor that they do not have is led to choose one by every page.
    return redirect(page_asked_for(), 303)


def page_asked_for() -> str:
    """The page of this site that `?next=` names, or home."""
    return local_address(request.args.get("next"), url_for("home.home"))


def keep_token(token: str) -> None:
    """Let this browser carry the token, and nothing of whoever used it before."""
    forget_browser()
    # What Flask-Login reads at the next request; nobody needs to be looked up in this one.
    session["_user_id"] = token
    session["_fresh"] = True


def forget_browser() -> None:
    """Nothing outlives a change of person in this browser but the language."""
    kept = session.get("lang")
    session.clear()
    if kept:
        session["lang"] = kept
