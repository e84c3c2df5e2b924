"""Signing in by a mailed link: ask for it, open it, press the button."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.forms import AskSignInLinkForm, UseSignInLinkForm
from lms.accounts.operations import links as operations
from lms.accounts.operations.links import AskSignInLink
from lms.accounts.queries.links import link_behind
from lms.accounts.rules import ASKING_LINK
from lms.accounts.views.blueprint import bp
from lms.accounts.views.tries import link_closed, one_try, wait_page
from lms.accounts.views.welcome import page_asked_for, welcome
from lms.kernel.folding import fold_address
from lms.kernel.refusals import NotThere
from lms.kernel.text import _
from lms.web.addresses import local_address
from lms.web.database import db
from lms.web.guard import acting, public
from lms.web.i18n import language, sentence
from lms.web.nudge import nudge
from lms.web.page import done, form_page, new_token, now, page

LONGEST_BACK = 500


@bp.route("/sign-in/link", methods=["GET", "POST"])
@public
def ask_sign_in_link() -> ResponseReturnValue:
    """Ask for a link; whether the address has an account is told to its mailbox alone."""
    if acting() is not None:
        return redirect(page_asked_for(), 303)
    form = AskSignInLinkForm()
    if form.accepted():
        wait = _ask(str(form.email.data))
        if wait:
            return wait_page("accounts/ask_sign_in_link.html", form, wait)
        nudge()
        return done(None, to=url_for(".sign_in_link_sent"))
    return form_page("accounts/ask_sign_in_link.html", form)


def _ask(email: str) -> int:
    key = fold_address(email)
    back = local_address(request.args.get("next"), "")
    order = AskSignInLink(
        email_key=key,
        back=back if len(back) <= LONGEST_BACK else "",
        token=new_token(),
        message_id=new_token(),
    )
    db.let_go()
    with db.writing() as writing:
        return operations.ask_sign_in_link(
            writing, one_try(ASKING_LINK, key), order, locale=language(), now=now()
        )


@bp.get("/sign-in/link/sent")
@public
def sign_in_link_sent() -> ResponseReturnValue:
    """What to do next, the same for everybody."""
    works = _("The link signs you in once, within 15 minutes, on the device where you open it.")
    again = url_for(".ask_sign_in_link")
    return page("accounts/letter_sent.html", works=sentence(works), again=again)


@bp.route("/sign-in/link/<token>", methods=["GET", "POST"])
@public
def use_sign_in_link(token: str) -> ResponseReturnValue:
    """Show whose link it is; only the button uses it, since programs open links in mails."""
    db.let_go()
    with db.reading() as reading:
        found = link_behind(reading, token, now=now())
    if found is None:
        return link_closed(".ask_sign_in_link")
    form = UseSignInLinkForm()
    if form.accepted():
        return _enter(token)
    return form_page("accounts/use_sign_in_link.html", form, found=found, token=token)


def _enter(token: str) -> ResponseReturnValue:
    try:
        with db.writing() as writing:
            person_id = operations.use_sign_in_link(writing, token, now=now())
    except NotThere:
        return link_closed(".ask_sign_in_link")
    return welcome(person_id, None, way="link")
