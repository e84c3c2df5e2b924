"""Newcomers: a letter that proves their address, then their account."""

from __future__ import annotations

from collections.abc import Callable

from flask import make_response, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.operations.people import CreatePerson, create_person
from lms.accounts.operations.throttle import Try
from lms.accounts.rules import Limit, hash_password, network_of, refuse_weak
from lms.kernel.folding import fold_address
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import Minutes, _
from lms.learning.forms import AcceptForm
from lms.learning.forms.joining import NewcomerForm
from lms.learning.operations.joining_by_link import AskLetter, ask_letter
from lms.learning.rules.links import JOINING, JOINING_FROM_A_NETWORK, JOINING_WITHIN
from lms.web.database import db
from lms.web.i18n import language
from lms.web.nudge import nudge
from lms.web.page import done, keys, new_token, now

LIMIT = Limit("join", JOINING, JOINING_FROM_A_NETWORK, JOINING_WITHIN)


def send_letter(
    form: NewcomerForm,
    show: Callable[[], ResponseReturnValue],
    *,
    cohort_id: int,
    link_id: int | None,
) -> ResponseReturnValue:
    """A letter to the address, whoever has it; counted apart, before anything else."""
    order = AskLetter(
        cohort_id=cohort_id,
        link_id=link_id,
        given_name=form.given_name.data or "",
        family_name=str(form.family_name.data),
        email=str(form.email.data),
        locale=language(),
        token=new_token(),
        message_id=new_token(),
    )
    db.let_go()
    with db.writing() as writing:
        wait = ask_letter(writing, _try(order.email), order, now=now())
    if wait:
        return _held_back(form, show, wait)
    nudge()
    return done(None, to=url_for(".join_letter_sent"))


def hashed(form: AcceptForm) -> str:
    """The chosen password's hash, before the form's one-time key opens a transaction."""
    if not form.is_submitted() or not form.validate():
        return ""
    db.let_go()
    return hash_password(str(form.password.data))


def make_person(form: AcceptForm, email: str, password_hash: str) -> int:
    """The id of a new account for the proved address; `RuleBroken` for a weak password."""
    refuse_weak(str(form.password.data), address=email)
    order = CreatePerson(
        given_name=form.given_name.data or "",
        family_name=str(form.family_name.data),
        email=email,
        password_hash=password_hash,
        locale=language(),
    )
    return create_person(db.session, order, public_id=new_token(), now=now()).id


def _try(email: str) -> Try:
    network = network_of(request.remote_addr or "")
    digest = keys().digest
    return Try(
        limit=LIMIT,
        account=digest("throttle", LIMIT.purpose, "account", fold_address(email)),
        network=digest("throttle", LIMIT.purpose, "network", network),
    )


def _held_back(
    form: NewcomerForm, show: Callable[[], ResponseReturnValue], minutes: int
) -> ResponseReturnValue:
    words = _(
        "There were many tries in a short time. Try again in %(time)s.", time=Minutes(minutes)
    )
    form.blame(RuleBroken("", words))
    answer = make_response(show())
    answer.status_code = 429
    answer.headers["Retry-After"] = str(minutes * 60)
    return answer
