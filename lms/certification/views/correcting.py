"""Pages: withdrawing a certificate, and replacing it after the person corrected their name."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from lms.certification import operations, policies, queries
from lms.certification.forms import SeenForm, WithdrawForm
from lms.certification.models import Certificate, WithdrawalReason
from lms.certification.views.blueprint import bp
from lms.certification.views.issuing import chance
from lms.certification.views.noting import note_certificate
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.web.database import db
from lms.web.guard import acting, acting_in, actor, requires
from lms.web.nudge import nudge
from lms.web.page import done, form_page, keys, new_token, now, today_for


@bp.route("/orgs/<org>/certificates/<public_id>/withdraw", methods=["GET", "POST"])
@requires(policies.may_keep_register)
def withdraw(org: str, public_id: str) -> ResponseReturnValue:
    """Choose a reason (in the address), read what will happen, then withdraw."""
    found = queries.certificate_in(db.session, acting_in(org), public_id)
    note_certificate(found)
    form = WithdrawForm()
    if form.accepted():
        try:
            operations.withdraw(
                db.session,
                found,
                form.into(operations.WithdrawCertificate),
                by=actor.person_id,
                now=now(),
                message_id=new_token(),
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            to = url_for(".certificate", org=org, public_id=public_id)
            return done(_("Certificate withdrawn. Verification says so from now on."), to=to)
    return form_page(
        "certification/withdraw.html",
        form,
        org=org,
        certificate=found,
        paper=queries.paper_of(found),
        reason=_reason_chosen(form),
    )


def _reason_chosen(form: WithdrawForm) -> WithdrawalReason | None:
    """The reason in the address; asked for without one, the question gets its sentence."""
    given = request.args.get("reason")
    if given in set(WithdrawalReason):
        form.reason.data = WithdrawalReason(given)
        return WithdrawalReason(given)
    if request.args.get("next"):
        form.blame(RuleBroken("reason", _("Choose a reason.")))
    return None


@bp.route("/orgs/<org>/certificates/<public_id>/replace", methods=["GET", "POST"])
@requires(policies.may_issue)
def replace(org: str, public_id: str) -> ResponseReturnValue:
    """Read what the new document will say, then replace the old one."""
    found = queries.certificate_in(db.session, acting_in(org), public_id)
    note_certificate(found)
    form = SeenForm()
    if form.accepted():
        try:
            entered = operations.replace(
                db.session,
                found,
                form.into(operations.ReplaceCertificate),
                keys=keys(),
                by=actor.person_id,
                now=now(),
                today=today_for(acting()),
                chance=chance(),
            )
        except RuleBroken as broken:
            db.session.rollback()
            form.blame(broken)
        else:
            db.after_commit(nudge)
            to = url_for(".certificate", org=org, public_id=entered.public_id)
            return done(_("Certificate replaced. The old one now verifies as replaced."), to=to)
    return _replace_page(org, found, form)


def _replace_page(org: str, found: Certificate, form: SeenForm) -> ResponseReturnValue:
    draft = queries.replacement_of(db.session, found, today=today_for(acting()))
    form.seen.data = draft.digest
    return form_page(
        "certification/replace.html",
        form,
        org=org,
        certificate=found,
        old=queries.paper_of(found),
        draft=draft,
        own=policies.issues_to_self(actor.person_id, found.person_id),
    )
