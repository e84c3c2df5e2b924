"""Pages: one person in training as managers see them, and the end of a role."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import MembershipState
from lms.assessment.queries.positioning import positioned_on
from lms.attendance.queries.mine import attendance_of
from lms.certification import queries as certification
from lms.certification.models import CertificateState
from lms.home import operations, policies
from lms.home.forms import EndRoleForm
from lms.home.queries.people import certificates_in, enrolments_of, member_in
from lms.home.render.seen import file_of
from lms.home.views.blueprint import bp
from lms.journal.operations import Reading, note_reading
from lms.kernel.actor import Role
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.supervision import queries as supervision
from lms.web.database import db
from lms.web.guard import acting_in, actor, requires
from lms.web.page import done, form_page, now, page, today_for


@bp.get("/orgs/<org>/people/<public_id>")
@requires(policies.may_read_roster)
def person(org: str, public_id: str) -> ResponseReturnValue:
    """Progress, requirements, hours and certificates: facts only, no word and no score."""
    organisation_id = acting_in(org)
    member, name = member_in(db.session, organisation_id, public_id, Role.TRAINEE)
    read = Reading(
        action="home.read_person",
        about=member.person_id,
        subject=("membership", member.public_id),
        organisation_id=organisation_id,
    )
    note_reading(db.session, db.writing, read, actor, now=now())
    moment, after = now(), request.args.get("after", "")
    held = certificates_in(db.session, organisation_id, member.person_id)
    crowned = {c.enrolment_id for c in held if c.state is CertificateState.VALID}
    files = [
        file_of(
            enrolment,
            certification.judgement_of(db.session, enrolment, now=moment, until=enrolment.ended_on),
            issued=enrolment.id in crowned,
        )
        for enrolment in enrolments_of(db.session, member.id)
    ]
    return page(
        "home/person.html",
        org=org,
        member=member,
        active=member.state is MembershipState.ACTIVE,
        suspended=member.state is MembershipState.SUSPENDED,
        name=name,
        files=files,
        certificates=held,
        sessions=supervision.participations_for_organisation(
            db.session, organisation_id, member.person_id, now=now(), after=after
        ),
        attendance=attendance_of(
            db.session, member.person_id, now=moment, organisation_id=organisation_id
        ),
        positioned=positioned_on(db.session, [file.enrolment.id for file in files]),
        after=after,
    )


@bp.route("/orgs/<org>/people/<public_id>/end", methods=["GET", "POST"])
@requires(policies.may_end_roles)
def end_role(org: str, public_id: str) -> ResponseReturnValue:
    """Read what ends and what stays, then end a role."""
    member, name = member_in(db.session, acting_in(org), public_id)
    if member.state is MembershipState.ENDED:
        raise NotThere
    form = EndRoleForm()
    if form.accepted():
        try:
            operations.end_role(
                db.session, member, by=actor.person_id, today=today_for(actor), now=now()
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            ended = _("The role of %(name)s has ended.", name=name)
            return done(ended, to=url_for(list_of(member.role), org=org))
    return form_page("home/end_role.html", form, org=org, member=member, name=name)


def list_of(role: Role) -> str:
    """The page that lists people of this role."""
    return ".roster" if role is Role.TRAINEE else ".team"
