"""Pages where a manager says who accompanies a cohort and who is in it."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import Person
from lms.kernel.actor import Role
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.learning import policies
from lms.learning.forms import ConfirmForm
from lms.learning.forms.cohorts import AppointForm
from lms.learning.models import Cohort
from lms.learning.operations import cohorts as operations
from lms.learning.operations.enrolments import end_enrolment
from lms.learning.operations.joining import Joining, join_cohort
from lms.learning.queries import cohort_lists as queries
from lms.learning.views.blueprint import bp
from lms.learning.views.cohorts import asked_after, cohort_of
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.page import done, form_page, moment, now, today_for


@bp.route("/orgs/<org>/cohorts/<public_id>/staff", methods=["GET", "POST"])
@requires(policies.may_keep_cohorts)
def appoint(org: str, public_id: str) -> ResponseReturnValue:
    """Choose a trainer or a tutor of the organisation."""
    found = cohort_of(org, public_id)
    people = queries.staff_candidates(db.session, found.organisation_id, found.id)
    form = AppointForm(people)
    if form.accepted():
        try:
            name = _appoint(found, str(form.member.data))
        except RuleBroken as broken:
            form.blame(broken)
        else:
            words = _("%(name)s accompanies the cohort.", name=name)
            return done(words, to=_cohort_page(org, public_id))
    return form_page("learning/cohort_staff.html", form, org=org, cohort=found, people=people)


@bp.post("/orgs/<org>/cohorts/<public_id>/staff/<staff>/end")
@requires(policies.may_keep_cohorts)
def dismiss(org: str, public_id: str, staff: str) -> ResponseReturnValue:
    """Somebody no longer accompanies the cohort."""
    found = cohort_of(org, public_id)
    one = queries.staff_at(db.session, found.id, staff)
    if one is None:
        raise NotThere
    if ConfirmForm().accepted():
        operations.dismiss(
            db.session, found, one, by=actor.person_id, today=today_for(actor), now=now()
        )
    words = _("Noted. What this person signed or answered stays.")
    return done(words, to=_cohort_page(org, public_id))


@bp.route("/orgs/<org>/cohorts/<public_id>/people", methods=["GET", "POST"])
@requires(policies.may_keep_cohorts)
def add_to_cohort(org: str, public_id: str) -> ResponseReturnValue:
    """Put people of the organisation who are in training in the cohort, one press each."""
    found = cohort_of(org, public_id)
    form = ConfirmForm()
    if form.accepted():
        asked = request.form.get("member", "")
        try:
            name = _add(found, asked)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            return done(
                _("%(name)s is in the cohort.", name=name), to=request.full_path.rstrip("?")
            )
    words = request.args.get("q", "")[:100]
    people = queries.people_to_add(
        db.session, found.organisation_id, found.id, words=words, after=asked_after()
    )
    return form_page(
        "learning/cohort_add.html", form, org=org, cohort=found, people=people, words=words
    )


@bp.route("/orgs/<org>/cohorts/<public_id>/people/<enrolment>/end", methods=["GET", "POST"])
@requires(policies.may_keep_cohorts)
def end_training(org: str, public_id: str, enrolment: str) -> ResponseReturnValue:
    """Read what stays, then end somebody's training."""
    found = cohort_of(org, public_id)
    form = ConfirmForm()
    # Asked first: the same press twice has its first answer, though the training is over by then.
    sent = form.accepted()
    one = queries.enrolment_in(db.session, found.id, enrolment)
    if one is None:
        raise NotThere
    name = db.session.get_one(Person, one.person_id).screen_name
    if sent:
        end_enrolment(db.session, one, by=actor.person_id, on=today_for(actor), now=now())
        words = _("The training of %(name)s has ended. What was done stays.", name=name)
        return done(words, to=_cohort_page(org, public_id))
    return form_page("learning/end_training.html", form, org=org, cohort=found, name=name)


def _appoint(cohort: Cohort, public_id: str) -> str:
    member = queries.member_at(
        db.session, cohort.organisation_id, public_id, Role.TRAINER, Role.TUTOR
    )
    if member is None:
        raise RuleBroken("member", _("Choose a trainer or a tutor."))
    operations.appoint(db.session, cohort, member, by=actor.person_id, **moment())
    return db.session.get_one(Person, member.person_id).screen_name


def _add(cohort: Cohort, public_id: str) -> str:
    member = queries.member_at(db.session, cohort.organisation_id, public_id, Role.TRAINEE)
    if member is None:
        raise RuleBroken("", _("Choose somebody who is in training in your organisation."))
    join_cohort(db.session, cohort.id, member, _joining())
    return db.session.get_one(Person, member.person_id).screen_name


def _joining() -> Joining:
    return Joining(by=actor.person_id, **moment())


def _cohort_page(org: str, public_id: str) -> str:
    return url_for(".cohort", org=org, public_id=public_id)
