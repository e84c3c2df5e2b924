"""Pages: verification by a stranger who holds a document."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.operations.throttle import Try, count_try
from lms.accounts.rules import Limit, network_of
from lms.certification import queries
from lms.certification.forms import CodeForm, NameForm
from lms.certification.queries import Verified
from lms.certification.rules.codes import parse_code, spaced
from lms.certification.rules.pace import VERIFYING, VERIFYING_FROM_A_NETWORK, VERIFYING_WITHIN
from lms.certification.views.blueprint import bp
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.web.database import db
from lms.web.guard import public
from lms.web.page import form_page, keys, now

LIMIT = Limit("verification", VERIFYING, VERIFYING_FROM_A_NETWORK, VERIFYING_WITHIN)


@bp.route("/v", methods=["GET", "POST"])
@public
def verify_start() -> ResponseReturnValue:
    """Ask for the code; a slip of the keyboard is seen at once, without looking anything up."""
    form = CodeForm()
    if form.accepted():
        code = parse_code(str(form.code.data))
        if code is not None:
            return redirect(url_for(".verify", code=code), 303)
        form.blame(RuleBroken("code", _("One sign of this code is wrong or missing.")))
    return form_page("certification/verify_start.html", form)


@bp.route("/v/<code>", methods=["GET", "POST"])
@public
def verify(code: str) -> ResponseReturnValue:
    """Ask for the family name, whatever the code; then say what this document is."""
    form = NameForm()
    asked = form.accepted()
    found = _look_up(code, str(form.family_name.data)) if asked else None
    return form_page(
        "certification/verify.html",
        form,
        code=spaced(parse_code(code) or ""),
        asked=asked,
        found=found,
        moment=now(),
        other=CodeForm(formdata=None),
    )


# QR codes hold capitals: they make a smaller picture.
bp.add_url_rule("/V", "verify_start_capital", verify_start, methods=["GET", "POST"])
bp.add_url_rule("/V/<code>", "verify_capital", verify, methods=["GET", "POST"])


def _look_up(code: str, name: str) -> Verified | None:
    network = network_of(request.remote_addr or "")
    one = Try(
        limit=LIMIT,
        account=keys().digest("throttle", LIMIT.purpose, "code", parse_code(code) or ""),
        network=keys().digest("throttle", LIMIT.purpose, "network", network),
    )
    with db.writing() as session:
        wait = count_try(session, one, now=now()).wait
    if wait:
        abort(429)
    with db.reading() as session:
        return queries.verified(session, keys(), code, name)
