"""Pages: the result of an attempt, each question explained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import redirect, request
from flask.typing import ResponseReturnValue

from lms.catalogue import queries as catalogue
from lms.catalogue.rules.checks.drawing import laid_out
from lms.catalogue.rules.outline import ActivityOutline, ModuleOutline
from lms.catalogue.rules.passages import question_passages
from lms.kernel.refusals import NotThere
from lms.learning import policies, queries
from lms.learning.forms import PressForm
from lms.learning.queries.comments import ShownAnswer, answers_at
from lms.learning.queries.open_answers import OpenReading, open_readings
from lms.learning.queries.typed_answers import explained_in_words
from lms.learning.render import result_words, reviews
from lms.learning.views.asking import check_of
from lms.learning.views.blueprint import bp
from lms.learning.views.notices import is_held
from lms.learning.views.training import Training, training_or_none
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.i18n import language, reading_locale
from lms.web.page import keys, page


@bp.get("/modules/<slug>/check/result")
@requires(policies.may_learn)
def check_result(slug: str) -> ResponseReturnValue:
    """A submitted attempt of this person, explained; the newest unless the address names one.

    Where the check has a content note, its note comes first.
    """
    here = _here(slug)
    if here is not None and is_held(here.module, here.step):
        return redirect(here.step_url, 303)
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
        beside=_beside(here, attempt, body) if here else {},
    )


def _here(slug: str) -> Here | None:
    """The check of that module in a training under way; None once there is none."""
    found = training_or_none()
    module = found.version.module(slug) if found else None
    if found is None or module is None or module.check is None:
        return None
    return Here(found, module, module.check)


@dataclass(frozen=True, slots=True)
class Here:
    """The check as the training has it today."""

    training: Training
    module: ModuleOutline
    step: ActivityOutline

    @property
    def step_url(self) -> str:
        return self.training.step_url(self.step)

    def comment_url(self, passage: int) -> str:
        """Where one comments on a question."""
        where = {"slug": self.module.slug, "number": self.step.position, "passage": passage}
        return self.training.url("learning.comments", **where)


@dataclass(frozen=True, slots=True)
class Beside:
    """Beside a question: where to comment on it, and what authors answered to readers."""

    comment_url: str
    answers: tuple[ShownAnswer, ...]


def _beside(
    here: Here, attempt: queries.SubmittedAttempt, body: Mapping[str, Any]
) -> dict[int, Beside]:
    """By the number of the question in this attempt; nothing for an earlier version."""
    if here.step.id != attempt.activity_id:
        return {}
    locale = here.step.locale(reading_locale())
    where = here.training.enrolment.organisation_id
    said = answers_at(db.session, here.step.id, where, locale)
    numbers = question_passages(body)
    asked = [numbers[one["id"]] for one in laid_out(body["questions"], attempt.drawn)]
    return {
        place: Beside(here.comment_url(number), tuple(one for one in said if one.passage == number))
        for place, number in enumerate(asked, 1)
    }


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
