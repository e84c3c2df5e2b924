"""The devices on which the person is signed in."""

from __future__ import annotations

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import policies
from lms.accounts.forms import PressForm
from lms.accounts.operations import sign_ins as operations
from lms.accounts.operations.devices import forget_devices
from lms.accounts.views.blueprint import bp
from lms.kernel.text import _
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.page import done, now


@bp.post("/account/sign-ins/<public_id>/end")
@requires(policies.may_keep_own_account)
def end_sign_in(public_id: str) -> ResponseReturnValue:
    """Sign out of one device; its next request is a stranger's."""
    if not PressForm().accepted():
        abort(400)
    operations.end_sign_in(db.session, actor.person_id, public_id, now=now())
    return done(_("This device is signed out."), to=url_for(".account", _anchor="devices"))


@bp.post("/account/sign-ins/end-others")
@requires(policies.may_keep_own_account)
def end_other_sign_ins() -> ResponseReturnValue:
    """Sign out of every device but this one."""
    if not PressForm().accepted():
        abort(400)
    operations.end_sign_ins(db.session, actor.person_id, but=actor.sign_in_id, now=now())
    # One of them may be in other hands: its next sign-in is told again.
    forget_devices(db.session, actor.person_id)
    words = _("Your other devices are signed out.")
    return done(words, to=url_for(".account", _anchor="devices"))
