"""Pages of invitations: a manager invites and follows, the invited person accepts."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, make_response, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import Invitation
from lms.accounts.operations import invitations as offers
from lms.accounts.operations.invitations import InvitePerson, Secrets
from lms.catalogue.queries import newest_versions
from lms.catalogue.rules import said
from lms.kernel.actor import Role
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.learning import policies
from lms.learning.forms import AcceptForm, ConfirmForm, InviteForm
from lms.learning.operations import invitations as operations
from lms.learning.queries import invitations as queries
from lms.learning.queries.cohort_lists import CohortChoice, choices_of_cohort
from lms.learning.queries.invitations import OpenInvitation
from lms.learning.queries.reviews import unreviewed
from lms.learning.views.blueprint import bp
from lms.learning.views.newcomers import hashed, make_person
from lms.web.database import db
from lms.web.guard import acting, acting_in, actor, public, requires
from lms.web.i18n import language
from lms.web.nudge import nudge
from lms.web.page import done, form_page, new_token, now, page, today_for


@bp.get("/orgs/<org>/invitations")
@requires(policies.may_invite)
def invitations(org: str) -> ResponseReturnValue:
    """Invitations that wait for an answer."""
    organisation_id = acting_in(org)
    words = request.args.get("q", "")[:100]
    after = request.args.get("after", "")
    found = queries.pending_invitations(
        db.session,
        organisation_id,
        words=words,
        after=int(after) if after.isdecimal() and len(after) < 16 else 0,
    )
    return page(
        "learning/invitations.html",
        org=org,
        found=found,
        words=words,
        form=ConfirmForm(),
        now=now(),
    )


@bp.route("/orgs/<org>/invitations/new", methods=["GET", "POST"])
@requires(policies.may_invite)
def invite(org: str) -> ResponseReturnValue:
    """Invite somebody into training, or to supervise or manage."""
    organisation_id = acting_in(org)
    newest = newest_versions(db.session, organisation_id)
    versions = {v.id: said(v.title, language()) for v in newest}
    cohorts = choices_of_cohort(db.session, organisation_id)
    form = InviteForm(
        versions,
        queries.sites_of(db.session, organisation_id),
        {cohort.id: cohort.name for cohort in cohorts},
        cohort_id=_asked_for(cohorts),
    )
    if form.accepted():
        try:
            _invite(form, organisation_id)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            db.after_commit(nudge)
            words = _("Invitation sent to %(address)s.", address=str(form.email.data))
            return done(words, to=url_for(".invitations", org=org))
    return form_page(
        "learning/invite.html",
        form,
        org=org,
        unreviewed=unreviewed(db.session, organisation_id, [version.id for version in newest]),
    )


def _invite(form: InviteForm, organisation_id: int) -> None:
    order = InvitePerson(
        given_name=form.given_name.data or "",
        family_name=str(form.family_name.data),
        email=str(form.email.data),
        role=Role(form.role.data),
        locale=str(form.locale.data),
        site_id=(form.site_id.data or None) if form.site_id else None,
    )
    operations.invite(
        db.session,
        order,
        version_id=form.version_id.data,
        cohort_id=(form.cohort_id.data or None) if form.cohort_id else None,
        organisation_id=organisation_id,
        invited_by=actor.person_id,
        secrets=_secrets(),
        now=now(),
    )


@bp.post("/orgs/<org>/invitations/<public_id>/send-again")
@requires(policies.may_invite)
def send_again(org: str, public_id: str) -> ResponseReturnValue:
    """A new link for the same invitation."""
    invitation = _of(org, public_id)
    if not ConfirmForm().accepted():
        abort(400)
    offers.send_again(db.session, invitation, by=actor.person_id, secrets=_secrets(), now=now())
    db.after_commit(nudge)
    words = _("Invitation sent again to %(address)s.", address=invitation.email)
    return done(words, to=url_for(".invitations", org=org))


@bp.post("/orgs/<org>/invitations/<public_id>/cancel")
@requires(policies.may_invite)
def cancel_invitation(org: str, public_id: str) -> ResponseReturnValue:
    """Withdraw an invitation."""
    invitation = _of(org, public_id)
    if not ConfirmForm().accepted():
        abort(400)
    offers.cancel(db.session, invitation, by=actor.person_id, now=now())
    return done(
        _("Invitation cancelled: its link no longer works."), to=url_for(".invitations", org=org)
    )


@bp.route("/invitations/<token>", methods=["GET", "POST"])
@public
def accept_invitation(token: str) -> ResponseReturnValue:
    """What is offered, and the one press or the few fields that accept it."""
    # Read apart: a password is hashed before the transaction that writes begins.
    with db.reading() as reading:
        found = queries.open_invitation(reading, token, now=now())
    if found is None:
        return make_response(page("learning/invitation_closed.html"), 404)
    who = acting()
    if who is not None:
        return _accept_as(found, who.person_id)
    if found.has_account:
        return page("learning/invitation_known.html", found=found, back=request.path)
    return _accept_new(found)


def _accept_as(found: OpenInvitation, person_id: int) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.accepted():
        _accept(found, person_id)
        return done(_("Invitation accepted."), to=url_for("home.home"))
    return form_page("learning/accept_invitation.html", form, found=found)


def _accept_new(found: OpenInvitation) -> ResponseReturnValue:
    offered = found.invitation
    form = AcceptForm(given_name=offered.given_name, family_name=offered.family_name)
    password_hash = hashed(form)
    if form.accepted():
        try:
            person_id = make_person(form, offered.email, password_hash)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            _accept(found, person_id)
            words = _("Your account is ready. Sign in with your address and your password.")
            return done(words, to=url_for("accounts.sign_in"))
    return form_page("learning/accept_invitation.html", form, found=found)


def _accept(found: OpenInvitation, person_id: int) -> None:
    operations.accept(
        db.session,
        found.invitation,
        person_id=person_id,
        public_ids=(new_token(), new_token()),
        today=today_for(acting()),
        now=now(),
    )


def _asked_for(cohorts: Sequence[CohortChoice]) -> int:
    """The cohort that the address names, so that its page can lead here."""
    asked = request.args.get("cohort")
    return next((cohort.id for cohort in cohorts if cohort.public_id == asked), 0)


def _of(org: str, public_id: str) -> Invitation:
    found = queries.invitation_of(db.session, acting_in(org), public_id)
    return found if found is not None else abort(404)


def _secrets() -> Secrets:
    return Secrets(token=new_token(), public_id=new_token(), message_id=new_token())
