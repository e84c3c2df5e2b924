"""Counting tries and asking for the password once more, apart from the request's transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import make_response, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.operations.sign_ins import Knock, knock_again
from lms.accounts.operations.throttle import Try, give_back
from lms.accounts.rules import PROVING, Limit, network_of, password_fits
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import Minutes, _
from lms.web.database import db
from lms.web.form import Form
from lms.web.guard import actor, keeping_factors
from lms.web.page import form_page, keys, now, page

Done = TypeVar("Done")


class TooMany(Exception):
    """Tries are not taken for so many minutes."""

    def __init__(self, minutes: int) -> None:
        super().__init__(str(minutes))
        self.minutes = minutes


def one_try(limit: Limit, account: str | int) -> Try:
    """A try of this request; neither account nor network is readable in the database."""
    network = network_of(request.remote_addr or "")
    digest = keys().digest
    return Try(
        limit=limit,
        account=digest("throttle", limit.purpose, "account", account),
        network=digest("throttle", limit.purpose, "network", network),
    )


def prove(password: str) -> str:
    """The hash that the present password fits; TooMany or RuleBroken("present", …) otherwise.

    Call it before the form's one-time key is used: hashing holds no transaction open.
    """
    who = keeping_factors() or actor
    db.let_go()
    trying = one_try(PROVING, who.person_id)
    with db.writing() as writing:
        found: Knock = knock_again(writing, trying, person_id=who.person_id, now=now())
    if found.wait:
        raise TooMany(found.wait)
    if not password_fits(found.password_hash, password):
        raise RuleBroken("present", _("This is not your present password."))
    with db.writing() as writing:
        give_back(writing, trying)
    return str(found.password_hash)


def ahead(form: Form, work: Callable[[], Done]) -> Callable[[], Done]:
    """Do slow work before the form's one-time key opens a transaction; judge it afterwards.

    The answer gives the result or raises what was refused: asked only once the form is accepted,
    so that a form sent twice gets its first answer instead of "not your present password".
    """
    if not form.is_submitted() or not form.validate():
        return work
    try:
        result = work()
    except (RuleBroken, TooMany) as refused:
        refusal = refused
    else:
        return lambda: result

    def refuse() -> Done:
        raise refusal

    return refuse


def link_closed(again: str) -> ResponseReturnValue:
    """A mailed link that was used, ran out, or never was: one page for the three (404)."""
    return make_response(page("accounts/link_closed.html", again=url_for(again)), 404)


def wait_page(template: str, form: Form, minutes: int, **context: str) -> ResponseReturnValue:
    """The form again, with how long to wait (429)."""
    return held_back(form, minutes, lambda: form_page(template, form, **context))


def held_back(
    form: Form, minutes: int, show: Callable[[], ResponseReturnValue]
) -> ResponseReturnValue:
    """The same for a page that needs more than its form."""
    words = _(
        "There were many tries in a short time. Try again in %(time)s.", time=Minutes(minutes)
    )
    form.blame(RuleBroken("", words))
    answer = make_response(show())
    answer.status_code = 429
    answer.headers["Retry-After"] = str(minutes * 60)
    return answer
