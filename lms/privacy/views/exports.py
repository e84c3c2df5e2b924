"""Pages: asking for everything about oneself, and taking it."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from lms.exports.operations import AskExport, ask_export, note_download
from lms.exports.queries import ready_export
from lms.exports.render import as_download
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.privacy import policies
from lms.privacy.forms import PressForm
from lms.privacy.views.blueprint import bp
from lms.web.database import db
from lms.web.guard import actor, recently_proved, requires
from lms.web.i18n import language
from lms.web.nudge import nudge
from lms.web.page import done, form_page, keys, new_token, now


@bp.route("/account/data/export", methods=["GET", "POST"])
@requires(policies.may_see_own_data)
@recently_proved
def export() -> ResponseReturnValue:
    """What the archive will hold, and the press that asks for it."""
    form = PressForm()
    if form.accepted():
        order = AskExport(locale=language(), time_zone=actor.time_zone)
        try:
            ask_export(
                db.session, order, person_id=actor.person_id, now=now(), public_id=new_token()
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            db.after_commit(nudge)
            said = _("Your data are being gathered. You will receive a message.")
            return done(said, to=url_for(".mine"))
    return form_page("privacy/export_ask.html", form)


@bp.get("/account/data/export/<public_id>")
@requires(policies.may_see_own_data)
@recently_proved
def take_export(public_id: str) -> ResponseReturnValue:
    """The archive, opened piece by piece; for its owner, while its day lasts; journaled."""
    moment = now()
    found = ready_export(db.session, keys(), public_id, person_id=actor.person_id, now=moment)
    # nosemgrep: tests.judges.no-get-that-writes
    with db.writing() as session:
        note_download(session, public_id, person_id=actor.person_id, now=moment)
    return as_download(db.factory, found, "sillage")
