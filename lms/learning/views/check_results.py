"""Pages: the result of an attempt, each question explained."""

from __future__ import annotations

from flask import redirect, request
from flask.typing import ResponseReturnValue

from lms.catalogue import queries as catalogue
from lms.kernel.refusals import NotThere
from lms.learning import policies, queries
from lms.learning.forms import PressForm
from lms.learning.queries.open_answers import OpenReading, open_readings
from lms.learning.queries.typed_answers import explained_in_words
from lms.learning.render import result_words, reviews
from lms.learning.views.asking import check_of
from lms.learning.views.blueprint import bp
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.i18n import language, reading_locale
from lms.web.page import keys, page


@bp.get("/modules/<slug>/check/result")
@requires(policies.may_learn)
def check_result(slug: str) -> ResponseReturnValue:
    """A submitted attempt of this person, explained; the newest unless the address names one."""
    public_id = request.args.get("attempt")
    if public_id is None:
        return _newest_result(slug)
    attempt = queries.submitted_attempt(db.session, actor.person_id, slug, public_id)
    if attempt is None:
        raise NotThere
    attempt = explained_in_words(db.session, keys(), actor.person_id, attempt)
    version = catalogue.outline(db.session, attempt.version_id)
    module = version.module(slug)
    if module is None:
        raise NotThere
    locale = module.check.locale(reading_locale()) if module.check else language()
    body = catalogue.body_of(db.session, attempt.activity_id, locale)
    needed = version.right_needed(slug, attempt.row.total)
    row = attempt.row
    return page(
        "learning/check_result.html",
        module=module,
        attempt=row,
        answers_kept=bool(attempt.given) or not row.right,
        needed=needed,
        passed=not row.waiting and row.right >= needed,
        title=result_words(row.right, row.total, needed, row.waiting),
        reviews=reviews(body, attempt, module, _texts(attempt)),
        form=PressForm(),
    )


def _texts(attempt: queries.SubmittedAttempt) -> dict[str, OpenReading]:
    """The open texts; no statement where no key speaks of one."""
    if not any(isinstance(key, dict) and key["kind"] == "open" for key in attempt.key.values()):
        return {}
    return open_readings(db.session, keys(), actor.person_id, attempt.id)


def _newest_result(slug: str) -> ResponseReturnValue:
    check = check_of(slug)
    rows = queries.submitted_attempts(db.session, actor.person_id, check.step.id, limit=1)
    if not rows:
        return redirect(check.step_url, 303)
    to = check.training.url("learning.check_result", slug=slug, attempt=rows[0].public_id)
    return redirect(to, 303)
