"""Pages where a manager reads the requests to join and answers them."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import Person
from lms.catalogue.queries import outline
from lms.journal.operations import Reading, note_reading
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.learning import policies
from lms.learning.forms import ConfirmForm
from lms.learning.models import Cohort, JoinRequest
from lms.learning.operations import requests as operations
from lms.learning.operations.requests import Answering
from lms.learning.queries import requests as queries
from lms.learning.rules.links import request_place
from lms.learning.views.blueprint import bp
from lms.learning.views.cohorts import asked_after, cohort_of
from lms.vault.operations import open_sealed
from lms.vault.rules import SealBroken
from lms.web.database import db
from lms.web.form import Form
from lms.web.guard import acting_in, actor, requires
from lms.web.page import done, form_page, keys, new_token, now, page, today_for


@bp.get("/orgs/<org>/requests")
@requires(policies.may_keep_cohorts)
def requests(org: str) -> ResponseReturnValue:
    """Requests that wait, the oldest first: names and days, no words."""
    organisation_id = acting_in(org)
    return page(
        "learning/requests.html",
        org=org,
        found=queries.waiting_requests(db.session, organisation_id, after=asked_after()),
    )


@bp.get("/orgs/<org>/requests/<public_id>")
@requires(policies.may_keep_cohorts)
def request_to_join(org: str, public_id: str) -> ResponseReturnValue:
    """One request with its words, and the two answers."""
    return _request_page(org, _request(org, public_id), ConfirmForm())


@bp.post("/orgs/<org>/requests/<public_id>/accept")
@requires(policies.may_keep_cohorts)
def accept_request(org: str, public_id: str) -> ResponseReturnValue:
    """Put whoever asked in the cohort."""
    form = ConfirmForm()
    # Asked first: the same press twice has its first answer.
    sent = form.accepted()
    found = _request(org, public_id)
    if sent:
        try:
            operations.accept_request(db.session, found, _answering())
        except RuleBroken as broken:
            form.blame(broken)
            return _request_page(org, found, form)
        words = _("The request is accepted: a letter tells it.")
        return done(words, to=url_for(".requests", org=org))
    return _request_page(org, found, form)


@bp.post("/orgs/<org>/requests/<public_id>/decline")
@requires(policies.may_keep_cohorts)
def decline_request(org: str, public_id: str) -> ResponseReturnValue:
    """A calm letter, without a reason."""
    form = ConfirmForm()
    sent = form.accepted()
    found = _request(org, public_id)
    if sent:
        operations.decline_request(db.session, found, _answering())
        words = _("The request is declined: a calm letter tells it, without a reason.")
        return done(words, to=url_for(".requests", org=org))
    return _request_page(org, found, form)


@bp.post("/orgs/<org>/cohorts/<public_id>/requests/open")
@requires(policies.may_keep_cohorts)
def open_requests(org: str, public_id: str) -> ResponseReturnValue:
    """People may ask to join."""
    return _set_requests(org, public_id, open_to=True)


@bp.post("/orgs/<org>/cohorts/<public_id>/requests/close")
@requires(policies.may_keep_cohorts)
def close_requests(org: str, public_id: str) -> ResponseReturnValue:
    """Nobody asks any more; those who wait still have an answer."""
    return _set_requests(org, public_id, open_to=False)


def _set_requests(org: str, public_id: str, *, open_to: bool) -> ResponseReturnValue:
    found = cohort_of(org, public_id)
    to = url_for(".cohort", org=org, public_id=public_id)
    if not ConfirmForm().accepted():
        return done(None, to=to)
    operations.set_requests(db.session, found, open_to=open_to, by=actor.person_id, now=now())
    words = (
        _("The page to ask is open. Give its address to whoever may be interested.")
        if open_to
        else _("The page to ask is closed. Requests that wait are still answered.")
    )
    return done(words, to=to)


def _request_page(org: str, found: JoinRequest, form: Form) -> ResponseReturnValue:
    read = Reading(
        action="learning.read_request",
        about=found.person_id,
        subject=("join_request", found.public_id),
        organisation_id=found.organisation_id,
    )
    if request.method == "GET":
        note_reading(db.session, db.writing, read, actor, now=now())
    cohort = db.session.get_one(Cohort, found.cohort_id)
    return form_page(
        "learning/request.html",
        form,
        org=org,
        request_row=found,
        cohort=cohort,
        version=outline(db.session, cohort.version_id),
        name=db.session.get_one(Person, found.person_id).screen_name,
        words=_words(found),
    )


def _words(found: JoinRequest) -> str | None:
    """What was written; nothing where nothing was, None where it no longer opens."""
    if found.sealed is None:
        return ""
    place = request_place(found.public_id, found.person_id, found.organisation_id)
    try:
        return open_sealed(db.session, keys(), place, found.sealed)
    except SealBroken:
        return None


def _request(org: str, public_id: str) -> JoinRequest:
    found = queries.request_in(db.session, acting_in(org), public_id)
    if found is None:
        raise NotThere
    return found


def _answering() -> Answering:
    return Answering(
        by=actor.person_id,
        today=today_for(actor),
        now=now(),
        public_ids=(new_token(), new_token()),
        message_id=new_token(),
    )
