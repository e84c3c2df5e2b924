"""Pages: a check, one question per address, and its result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import redirect, request
from flask.typing import ResponseReturnValue

from lms.catalogue import queries as catalogue
from lms.catalogue.rules.outline import ActivityOutline, ModuleOutline
from lms.kernel.refusals import NotThere
from lms.learning import operations, policies, queries
from lms.learning.forms import AnswerForm, PressForm
from lms.learning.queries import OpenAttempt
from lms.learning.render import result_words, reviews
from lms.learning.views.blueprint import bp
from lms.learning.views.notices import is_held
from lms.learning.views.reading import Reading, step_page
from lms.learning.views.training import Training, training
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.i18n import in_type, language, reading_locale
from lms.web.page import done, form_page, new_token, now, page, today_for


@dataclass(frozen=True, slots=True)
class Check:
    """The check of one module in the reader's training."""

    training: Training
    module: ModuleOutline
    step: ActivityOutline
    questions: list[dict[str, Any]]

    def question_url(self, number: int) -> str:
        return self.training.url("learning.question", slug=self.module.slug, number=number)

    @property
    def review_url(self) -> str:
        """Where all answers are seen before they are sent."""
        return self.training.url("learning.review_check", slug=self.module.slug)

    @property
    def step_url(self) -> str:
        return self.training.step_url(self.step)

    def open_attempt(self) -> OpenAttempt | None:
        return queries.open_attempt(db.session, actor.person_id, self.step.id)

    def first_open(self, chosen: Mapping[str, str]) -> str:
        """The first question without an answer, or the review of all."""
        for number, question in enumerate(self.questions, 1):
            if question["id"] not in chosen:
                return self.question_url(number)
        return self.review_url


def check_of(slug: str) -> Check:
    """The check of the module in this address."""
    found = training()
    module, step = found.check(slug)
    body = catalogue.body_of(db.session, step.id, step.locale(reading_locale()))
    return Check(found, module, step, body["questions"])


def show_check(reading: Reading) -> ResponseReturnValue:
    """The step of a check: begin, resume, or look at earlier attempts."""
    check = Check(reading.training, reading.module, reading.step, reading.body["questions"])
    attempt = check.open_attempt()
    attempts = queries.submitted_attempts(db.session, actor.person_id, reading.step.id)
    total = len(check.questions)
    return step_page(
        reading,
        PressForm(),
        total=total,
        needed=reading.training.version.right_needed(reading.module.slug, total),
        attempt=attempt,
        attempts=attempts,
        resume_url=check.first_open(attempt.chosen) if attempt else "",
        result_words=result_words,
    )


@bp.post("/modules/<slug>/check")
@requires(policies.may_learn)
def start_check(slug: str) -> ResponseReturnValue:
    """Open an attempt, or resume the one that is open."""
    check, form = check_of(slug), PressForm()
    if form.accepted():
        operations.start_attempt(
            db.session,
            check.step,
            questions=len(check.questions),
            person_id=actor.person_id,
            now=now(),
            public_id=new_token(),
        )
    attempt = check.open_attempt()
    return done(None, to=check.first_open(attempt.chosen if attempt else {}))


@bp.route("/modules/<slug>/check/<int(max=999):number>", methods=["GET", "POST"])
@requires(policies.may_learn)
def question(slug: str, number: int) -> ResponseReturnValue:
    check = check_of(slug)
    if not 1 <= number <= len(check.questions):
        raise NotThere
    if request.method == "GET" and is_held(check.module, check.step):
        return redirect(check.step_url, 303)
    shown = check.questions[number - 1]
    choices = {choice["id"]: in_type(choice["text"]) for choice in shown["choices"]}
    form = AnswerForm(choices)
    if form.accepted():
        return _answer(check, number, form)
    attempt = check.open_attempt()
    if attempt is None:
        return redirect(check.step_url, 303)
    if not form.is_submitted() and form.choice.data is None:
        form.choice.data = attempt.chosen.get(shown["id"])
    return form_page(
        "learning/question.html",
        form,
        check=check,
        number=number,
        question=shown,
        attempt=attempt,
    )


def _answer(check: Check, number: int, form: AnswerForm) -> ResponseReturnValue:
    """Keep the answer and go to the next question; after the last one, to the review."""
    order = operations.AnswerQuestion(
        question=check.questions[number - 1]["id"], choice=form.choice.data
    )
    kept = operations.answer_question(
        db.session, order, check.step, person_id=actor.person_id, now=now()
    )
    if not kept:
        return redirect(check.step_url, 303)
    last = number == len(check.questions)
    return done(None, to=check.review_url if last else check.question_url(number + 1))


@bp.get("/modules/<slug>/check/review")
@requires(policies.may_learn)
def review_check(slug: str) -> ResponseReturnValue:
    check = check_of(slug)
    attempt = check.open_attempt()
    if attempt is None:
        return redirect(check.step_url, 303)
    answers = [
        (number, shown["text"], _chosen_words(shown, attempt.chosen))
        for number, shown in enumerate(check.questions, 1)
    ]
    return page(
        "learning/review_check.html",
        check=check,
        answers=answers,
        missing=sum(not words for _number, _text, words in answers),
        form=PressForm(),
    )


def _chosen_words(shown: Mapping[str, Any], chosen: Mapping[str, str]) -> str:
    mine = chosen.get(shown["id"])
    return next((c["text"] for c in shown["choices"] if c["id"] == mine), "")


@bp.post("/modules/<slug>/check/submit")
@requires(policies.may_learn)
def submit_check(slug: str) -> ResponseReturnValue:
    """Send the attempt; sent twice, it leads to the same result."""
    check, form = check_of(slug), PressForm()
    if not form.accepted():
        return redirect(check.review_url, 303)
    sent = operations.submit_attempt(
        db.session,
        check.training.version,
        check.step,
        person_id=actor.person_id,
        today=today_for(actor),
        now=now(),
    )
    return done(None, to=_result_url(check.training, slug, sent.public_id))


def _result_url(found: Training, slug: str, public_id: str) -> str:
    return found.url("learning.check_result", slug=slug, attempt=public_id)


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
    version = catalogue.outline(db.session, attempt.version_id)
    module = version.module(slug)
    if module is None:
        raise NotThere
    locale = module.check.locale(reading_locale()) if module.check else language()
    body = catalogue.body_of(db.session, attempt.activity_id, locale)
    needed = version.right_needed(slug, attempt.row.total)
    return page(
        "learning/check_result.html",
        module=module,
        attempt=attempt.row,
        answers_kept=bool(attempt.chosen) or not attempt.row.right,
        needed=needed,
        title=result_words(attempt.row.right, attempt.row.total, needed),
        reviews=reviews(body, attempt, module),
        form=PressForm(),
    )


def _newest_result(slug: str) -> ResponseReturnValue:
    check = check_of(slug)
    rows = queries.submitted_attempts(db.session, actor.person_id, check.step.id, limit=1)
    if not rows:
        return redirect(check.step_url, 303)
    return redirect(_result_url(check.training, slug, rows[0].public_id), 303)
