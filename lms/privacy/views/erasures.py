"""Pages: what an erasure takes and leaves, asking for it, and changing one's mind."""

from __future__ import annotations

from flask import make_response, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.privacy import policies
from lms.privacy.forms import EraseForm, PressForm
from lms.privacy.operations.erasures import ask_erasure, keep_account
from lms.privacy.queries.erasures import holdings_of, managed_alone, wish_behind
from lms.privacy.render.preview import goes, stays
from lms.privacy.rules.erasures import KEPT_OPEN
from lms.privacy.views.blueprint import bp
from lms.retention.queries import durations
from lms.web.database import db
from lms.web.guard import actor, public, recently_proved, requires
from lms.web.nudge import nudge
from lms.web.page import done, form_page, new_token, now, page, today_for


@bp.route("/account/data/erase", methods=["GET", "POST"])
@requires(policies.may_see_own_data)
@recently_proved
def erase() -> ResponseReturnValue:
    """What goes, what stays, why and until when; then the account is closed at once."""
    form = EraseForm()
    if form.accepted():
        person_id = actor.person_id
        try:
            ask_erasure(db.session, person_id, by=person_id, token=new_token(), now=now())
        except RuleBroken as broken:
            form.blame(broken)
        else:
            db.after_commit(nudge)
            answer = done(None, to=url_for(".erasure_asked"))
            logout_user()
            return answer
    return _erase_page(form)


@bp.get("/erasure")
@public
def erasure_asked() -> ResponseReturnValue:
    """After asking: the account is closed, and a message tells how to keep it."""
    return page("privacy/erasure_asked.html", days=KEPT_OPEN.days)


@bp.route("/erasure/<token>", methods=["GET", "POST"])
@public
def keep(token: str) -> ResponseReturnValue:
    """Where the message's link leads: keep the account, as long as there is time."""
    wish = wish_behind(db.session, token, now=now())
    if wish is None:
        return make_response(page("privacy/erasure_closed.html"), 404)
    form = PressForm()
    if form.accepted():
        keep_account(db.session, token, now=now())
        return done(
            _("Your account is open again. Sign in as before."), to=url_for("accounts.sign_in")
        )
    return form_page("privacy/keep_account.html", form, wish=wish)


def _erase_page(form: EraseForm) -> ResponseReturnValue:
    held = holdings_of(db.session, actor.person_id)
    today = today_for(actor)
    return form_page(
        "privacy/erase.html",
        form,
        goes=goes(held),
        stays=stays(held, durations(db.session), today),
        alone=managed_alone(db.session, actor.person_id),
        days=KEPT_OPEN.days,
        on=today + KEPT_OPEN,
    )
