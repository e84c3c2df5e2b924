"""Pages: issuing a certificate, after reading exactly what will be printed."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from lms.certification import operations, policies, queries
from lms.certification.forms import SeenForm
from lms.certification.operations import Chance
from lms.certification.views.blueprint import bp
from lms.certification.views.noting import note_requirements
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.learning.models import Enrolment
from lms.requirements.render import Reader, missing_sentences
from lms.web.database import db
from lms.web.guard import acting, acting_in, actor, requires
from lms.web.i18n import language
from lms.web.nudge import nudge
from lms.web.page import done, form_page, keys, new_token, now, today_for


@bp.route("/orgs/<org>/enrolments/<public_id>/certificate", methods=["GET", "POST"])
@requires(policies.may_issue)
def issue(org: str, public_id: str) -> ResponseReturnValue:
    """Read what will be printed, then issue it; the requirements are judged again."""
    enrolment = queries.enrolment_in(db.session, acting_in(org), public_id)
    note_requirements(enrolment)
    form = SeenForm()
    if form.accepted():
        try:
            issued = operations.issue(
                db.session,
                enrolment,
                form.into(operations.IssueCertificate),
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
            to = url_for(".certificate", org=org, public_id=issued.public_id)
            return done(_("Certificate issued. Its document is being prepared."), to=to)
    return _to_the_one_issued(org, enrolment) or _page(org, enrolment, form)


def chance() -> Chance:
    """The random parts of a new certificate."""
    return Chance(public_id=new_token(), token=new_token(), message_id=new_token())


def _to_the_one_issued(org: str, enrolment: Enrolment) -> Response | None:
    held = queries.valid_certificate_of(db.session, enrolment.id)
    return redirect(url_for(".certificate", org=org, public_id=held), 303) if held else None


def _page(org: str, enrolment: Enrolment, form: SeenForm) -> ResponseReturnValue:
    judged = queries.judgement_of(db.session, enrolment, now=now())
    draft = None
    if judged.proof.met:
        draft = queries.draft_of(db.session, enrolment, judged, today=today_for(acting()))
        form.seen.data = draft.digest
    return form_page(
        "certification/issue.html",
        form,
        org=org,
        draft=draft,
        holder=queries.holder_of(db.session, enrolment),
        missing=missing_sentences(judged.proof, judged.titles(language()), Reader.MANAGER),
        own=policies.issues_to_self(actor.person_id, enrolment.person_id),
    )
