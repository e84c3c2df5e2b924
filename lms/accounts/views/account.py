"""The account: names, display, and what else the person may change."""

from __future__ import annotations

from flask import abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import policies, queries
from lms.accounts.forms import ChangeNamesForm, DisplayForm, EasyReadingForm, PressForm
from lms.accounts.operations import profile as operations
from lms.accounts.operations.profile import ChangeDisplay, ChangeNames
from lms.accounts.views.blueprint import bp
from lms.kernel.text import _
from lms.web.addresses import local_address
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.page import done, form_page, now, page


@bp.get("/account")
@requires(policies.may_keep_own_account)
def account() -> ResponseReturnValue:
    """What Sillage knows of the person, and where they are signed in."""
    return page(
        "accounts/account.html",
        account=queries.account_of(db.session, actor.person_id),
        devices=queries.devices_of(
            db.session, actor.person_id, current=actor.sign_in_id, now=now()
        ),
        form=PressForm(),
    )


@bp.route("/account/names", methods=["GET", "POST"])
@requires(policies.may_keep_own_account)
def change_names() -> ResponseReturnValue:
    """Change the names."""
    form = ChangeNamesForm(obj=queries.account_of(db.session, actor.person_id))
    if form.accepted():
        order = form.into(ChangeNames)
        operations.change_names(db.session, actor.person_id, order, now=now())
        return done(_("Names saved."), to=url_for(".account"))
    return form_page("accounts/change_names.html", form)


@bp.route("/account/display", methods=["GET", "POST"])
@requires(policies.may_keep_own_account)
def display() -> ResponseReturnValue:
    """Change language, colours and size of the text."""
    form = DisplayForm(obj=queries.account_of(db.session, actor.person_id))
    if form.accepted():
        order = form.into(ChangeDisplay)
        operations.change_display(db.session, actor.person_id, order, now=now())
        # The account is the newer wish than the switch in the foot of the page.
        session.pop("lang", None)
        return done(_("Display saved."), to=url_for(".display"))
    return form_page("accounts/display.html", form)


@bp.post("/account/easy-reading")
@requires(policies.may_keep_own_account)
def easy_reading() -> ResponseReturnValue:
    """Go over to the easy-to-read texts or back, and stay on the page."""
    form = EasyReadingForm()
    if not form.accepted():
        abort(400)
    easy = form.easy.data == "1"
    operations.choose_easy_reading(db.session, actor.person_id, easy, now=now())
    return redirect(local_address(request.form.get("next")), 303)
