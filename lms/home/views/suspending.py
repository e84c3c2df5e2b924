"""Pages: a manager suspends a role, and lets it hold again."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import Membership, MembershipState
from lms.home import operations, policies
from lms.home.forms import SuspendRoleForm
from lms.home.queries.people import member_in
from lms.home.views.blueprint import bp
from lms.home.views.people import list_of
from lms.kernel.actor import Role
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import Text, _
from lms.web.database import db
from lms.web.guard import acting_in, actor, requires
from lms.web.nudge import nudge
from lms.web.page import done, form_page, new_token, now


@bp.route("/orgs/<org>/people/<public_id>/suspend", methods=["GET", "POST"])
@requires(policies.may_suspend_roles)
def suspend_role(org: str, public_id: str) -> ResponseReturnValue:
    """Read what waits and what stays, then suspend a role."""
    member, name = _member(org, public_id, MembershipState.ACTIVE)
    form = SuspendRoleForm()
    if form.accepted():
        try:
            operations.suspend_role(
                db.session, member, by=actor.person_id, now=now(), message_id=new_token()
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            return _done(_("The role of %(name)s is suspended.", name=name), org, member)
    return form_page("home/suspend_role.html", form, org=org, member=member, name=name)


@bp.route("/orgs/<org>/people/<public_id>/resume", methods=["GET", "POST"])
@requires(policies.may_suspend_roles)
def resume_role(org: str, public_id: str) -> ResponseReturnValue:
    """Let a suspended role hold again."""
    member, name = _member(org, public_id, MembershipState.SUSPENDED)
    form = SuspendRoleForm()
    if form.accepted():
        operations.resume_role(
            db.session, member, by=actor.person_id, now=now(), message_id=new_token()
        )
        return _done(_("The role of %(name)s is open again.", name=name), org, member)
    return form_page("home/resume_role.html", form, org=org, member=member, name=name)


def _member(org: str, public_id: str, state: MembershipState) -> tuple[Membership, str]:
    """The membership in this organisation while it has the state, or `NotThere`."""
    member, name = member_in(db.session, acting_in(org), public_id)
    if member.state is not state:
        raise NotThere
    return member, name


def _done(words: Text, org: str, member: Membership) -> ResponseReturnValue:
    db.after_commit(nudge)
    if member.role is Role.TRAINEE:
        return done(words, to=url_for(".person", org=org, public_id=member.public_id))
    return done(words, to=url_for(list_of(member.role), org=org))
