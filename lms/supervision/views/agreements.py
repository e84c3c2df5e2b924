"""Pages of agreements: a manager proposes and follows them, both sides answer, each may end one."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from lms.kernel.actor import Role
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import Text, _
from lms.learning.queries.pace import pauses_in
from lms.learning.render.pace import days_words
from lms.learning.rules.pace import Absence
from lms.supervision import policies
from lms.supervision.forms.agreements import EndAgreementForm, ProposeAgreementForm
from lms.supervision.forms.sessions import LONGEST_SEARCH, ActForm
from lms.supervision.models import Agreement, AgreementState
from lms.supervision.operations import answer_agreement as answers
from lms.supervision.operations import end_agreement as endings
from lms.supervision.operations import propose_agreement as proposals
from lms.supervision.operations.end_agreement import EndAgreement
from lms.supervision.operations.propose_agreement import ProposeAgreement
from lms.supervision.queries import agreements as queries
from lms.supervision.queries.agreements import AgreementRow, Member
from lms.supervision.views.blueprint import bp
from lms.web.database import db
from lms.web.form import Form
from lms.web.guard import acting_in, actor, requires
from lms.web.page import done, form_page, moment, now, page, today_for

SHOWN_TO_CHOOSE = 12


@bp.get("/orgs/<org>/agreements")
@requires(policies.may_arrange_agreements)
def agreements(org: str) -> ResponseReturnValue:
    """The organisation's agreements, filtered by the address."""
    wanted = request.args.get("state", "")
    state = AgreementState(wanted) if wanted in set(AgreementState) else None
    words = request.args.get("q", "")[:LONGEST_SEARCH].strip()
    after = request.args.get("after", "")
    found = queries.agreements_in(
        db.session,
        acting_in(org),
        today=today_for(actor),
        state=state,
        words=words,
        after=after,
    )
    return page(
        "supervision/agreements.html", org=org, found=found, state=state, words=words, after=after
    )


@bp.route("/orgs/<org>/agreements/new", methods=["GET", "POST"])
@requires(policies.may_arrange_agreements)
def propose_agreement(org: str) -> ResponseReturnValue:
    """Choose who is supervised, then who supervises, then the first day."""
    organisation_id = acting_in(org)
    asked = (request.args.get("trainee", ""), request.args.get("supervisor", ""))
    chosen = queries.chosen_members(db.session, organisation_id, asked)
    trainee, supervisor = chosen.get(Role.TRAINEE), chosen.get(Role.SUPERVISOR)
    if trainee is None:
        return _choose(org, organisation_id, Role.TRAINEE, None)
    if supervisor is None:
        return _choose(org, organisation_id, Role.SUPERVISOR, trainee)
    form = ProposeAgreementForm(
        data={
            "trainee": trainee.public_id,
            "supervisor": supervisor.public_id,
            "starts_on": today_for(actor),
        }
    )
    if form.accepted():
        try:
            made = proposals.propose_agreement(
                db.session,
                form.into(ProposeAgreement),
                organisation_id=organisation_id,
                proposed_by=actor.person_id,
                **moment(),
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            return done(
                _("Agreement proposed. Both people are asked for their answer."),
                to=url_for(".agreement", public_id=made.public_id),
            )
    return form_page(
        "supervision/propose_agreement.html", form, org=org, trainee=trainee, supervisor=supervisor
    )


@bp.get("/agreements/<public_id>")
@requires(policies.may_open_agreements)
def agreement(public_id: str) -> ResponseReturnValue:
    """What is agreed, who reads what, and what this person may do now."""
    found, row = queries.agreement_for(db.session, public_id, actor, today=today_for(actor))
    return _agreement_page(row, ActForm(), _pauses(found, row))


@bp.post("/agreements/<public_id>/accept")
@requires(policies.may_answer_agreements)
def accept_agreement(public_id: str) -> ResponseReturnValue:
    """Say yes for one side."""
    form = ActForm()
    found, row = queries.agreement_for(db.session, public_id, actor, today=today_for(actor))
    if form.accepted():
        try:
            holds = answers.accept_agreement(
                db.session, found, person_id=actor.person_id, now=now()
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            return _back(
                public_id,
                _("Both of you have accepted: sessions can be logged.")
                if holds
                else _("You accepted. The agreement holds once the other person accepts."),
            )
    return _agreement_page(row, form)


@bp.post("/agreements/<public_id>/decline")
@requires(policies.may_answer_agreements)
def decline_agreement(public_id: str) -> ResponseReturnValue:
    """Say no for one side; no reason is asked."""
    form = ActForm()
    found, row = queries.agreement_for(db.session, public_id, actor, today=today_for(actor))
    if form.accepted():
        try:
            answers.decline_agreement(db.session, found, person_id=actor.person_id, now=now())
        except RuleBroken as broken:
            form.blame(broken)
        else:
            return _back(public_id, _("You declined this agreement. Nothing more is asked of you."))
    return _agreement_page(row, form)


@bp.route("/agreements/<public_id>/end", methods=["GET", "POST"])
@requires(policies.may_open_agreements)
def end_agreement(public_id: str) -> ResponseReturnValue:
    """Choose the last day of an agreement: its two sides and the manager may."""
    today = today_for(actor)
    found, row = queries.agreement_for(db.session, public_id, actor, today=today)
    form = EndAgreementForm(data={"ends_on": row.ends_on or today})
    if form.accepted():
        try:
            order = form.into(EndAgreement)
            endings.end_agreement(
                db.session, found, order, by=actor.person_id, today=today, now=now()
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            return _back(public_id, _("The agreement ends on %(day)s.", day=order.ends_on))
    return form_page("supervision/end_agreement.html", form, agreement=row)


@bp.post("/agreements/<public_id>/withdraw")
@requires(policies.may_arrange_agreements)
def withdraw_proposal(public_id: str) -> ResponseReturnValue:
    """Take a proposal back before both have accepted."""
    form = ActForm()
    found, row = queries.agreement_for(db.session, public_id, actor, today=today_for(actor))
    if form.accepted():
        endings.withdraw_proposal(db.session, found, by=actor.person_id, now=now())
        return _back(public_id, _("The proposal is withdrawn."))
    return _agreement_page(row, form)


def _choose(
    org: str, organisation_id: int, role: Role, trainee: Member | None
) -> ResponseReturnValue:
    words = request.args.get("q", "")[:LONGEST_SEARCH].strip()
    after = request.args.get("after", "")
    found = queries.members(
        db.session,
        organisation_id,
        role,
        but=trainee.person_id if trainee else 0,
        words=words,
        after=after,
        limit=SHOWN_TO_CHOOSE,
    )
    return page(
        "supervision/choose_member.html",
        org=org,
        role=role,
        trainee=trainee,
        found=found,
        words=words,
        after=after,
    )


def _pauses(found: Agreement, row: AgreementRow) -> tuple[Absence, ...]:
    """The dates of the trainee's pauses, for their supervisor only; never a reason."""
    supervises = actor.person_id == found.supervisor_id and actor.role is Role.SUPERVISOR
    if not supervises or row.state is not AgreementState.ACTIVE:
        return ()
    return pauses_in(db.session, found.trainee_id, found.organisation_id, since=found.starts_on)


def _agreement_page(
    row: AgreementRow, form: Form, pauses: tuple[Absence, ...] = ()
) -> ResponseReturnValue:
    manages = actor.role is Role.MANAGER
    return form_page(
        "supervision/agreement.html",
        form,
        agreement=row,
        manages=manages,
        awaits=row.awaits(actor.person_id),
        pauses=[days_words(one) for one in pauses],
        is_supervisor=actor.person_id == row.supervisor_id and not manages,
    )


def _back(public_id: str, words: Text) -> ResponseReturnValue:
    return done(words, to=url_for(".agreement", public_id=public_id))
