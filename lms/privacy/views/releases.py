"""Pages: asking to read the aide-mémoires about oneself, and reading what was released."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.privacy import policies
from lms.privacy.forms import PressForm
from lms.privacy.views.blueprint import bp
from lms.privacy.views.mine import mine_page
from lms.supervision.operations.release import ask_release
from lms.supervision.queries import releases
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.page import done, keys, moment, page


@bp.post("/account/data/aide-memoires/<public_id>/ask")
@requires(policies.may_see_own_data)
def ask_aide_memoire(public_id: str) -> ResponseReturnValue:
    """Ask the author to review the aide-mémoire of one session (its record's id)."""
    form = PressForm()
    if form.accepted():
        try:
            ask_release(db.session, public_id, asker_id=actor.person_id, **moment())
        except RuleBroken as broken:
            form.blame(broken)
        else:
            said = _("The author is asked. You will receive a message.")
            return done(said, to=url_for(".mine") + "#aide-memoires")
    return mine_page(form)


@bp.get("/account/data/aide-memoires/<public_id>")
@requires(policies.may_see_own_data)
def released(public_id: str) -> ResponseReturnValue:
    """What an author released to the person who asked (by the request's id)."""
    found = releases.released(db.session, keys(), public_id, asker_id=actor.person_id)
    return page("privacy/released.html", released=found)
