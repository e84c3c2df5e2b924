"""Pages: a check, one question per address, and the review before it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from random import SystemRandom
from typing import Any

from flask import redirect, request
from flask.typing import ResponseReturnValue

from lms.catalogue.render.answers import plain_text, said_of
from lms.catalogue.render.asking import question_form
from lms.catalogue.rules.checks.drawing import draw, is_drawn
from lms.catalogue.rules.checks.kinds import QuestionKind, kind_of
from lms.learning import operations, policies, queries
from lms.learning.forms import PressForm
from lms.learning.queries.typed_answers import in_words
from lms.learning.render import result_words
from lms.learning.views.asking import Check, answer_question, asked_at, check_of, question_page
from lms.learning.views.blueprint import bp
from lms.learning.views.notices import is_held
from lms.learning.views.open_answers import ask_open_text, drafts_in
from lms.learning.views.reading import Reading, step_page
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.page import done, keys, new_token, now, page, today_for


def show_check(reading: Reading) -> ResponseReturnValue:
    """The step of a check: begin, resume, or look at earlier attempts."""
    check = Check(reading.training, reading.module, reading.step, reading.body["questions"])
    attempt = check.open_attempt()
    attempts = queries.submitted_attempts(db.session, actor.person_id, reading.step.id)
    total = check.total
    return step_page(
        reading,
        PressForm(),
        total=total,
        needed=reading.training.version.right_needed(reading.module.slug, total),
        check=check,
        attempt=attempt,
        attempts=attempts,
        resume_url=check.first_open(attempt) if attempt else "",
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
            questions=check.total,
            person_id=actor.person_id,
            now=now(),
            public_id=new_token(),
            drawn=_drawn(check),
        )
    return done(None, to=check.first_open(check.open_attempt()))


def _drawn(check: Check) -> list[dict[str, Any]] | None:
    """What a new attempt asks, by chance where the check says so."""
    if not is_drawn(check.step.sheet):
        return None
    return draw(check.step.sheet, check.questions, SystemRandom())


@bp.route("/modules/<slug>/check/<int(max=999):number>", methods=["GET", "POST"])
@requires(policies.may_learn)
def question(slug: str, number: int) -> ResponseReturnValue:
    check = check_of(slug)
    if request.method == "GET" and is_held(check.module, check.step):
        return redirect(check.step_url, 303)
    asked = asked_at(check, number)
    if asked is None:
        return redirect(check.step_url, 303)
    if asked.kind is QuestionKind.OPEN:
        return ask_open_text(asked)
    form = question_form(asked.question)
    if form.accepted():
        answer_question(asked, form.given())
        return done(None, to=asked.next_url)
    if not form.is_submitted() and not form.kept and asked.given not in (None, ""):
        form.show(asked.given)
    return question_page(asked, form)


@bp.get("/modules/<slug>/check/review")
@requires(policies.may_learn)
def review_check(slug: str) -> ResponseReturnValue:
    check = check_of(slug)
    attempt = None if is_held(check.module, check.step) else check.open_attempt()
    if attempt is None:
        return redirect(check.step_url, 303)
    texts = {name: draft.text for name, draft in drafts_in(check, attempt).items()}
    attempt = in_words(db.session, keys(), actor.person_id, attempt)
    answers = [
        (number, plain_text(shown), _words_of(shown, attempt.chosen, texts))
        for number, shown in enumerate(check.asked(attempt), 1)
    ]
    return page(
        "learning/review_check.html",
        check=check,
        answers=answers,
        waits=bool(texts),
        missing=sum(not words for _number, _text, words in answers),
        form=PressForm(),
    )


def _words_of(
    shown: Mapping[str, Any], chosen: Mapping[str, Any], texts: Mapping[str, str]
) -> list[str]:
    if kind_of(shown) is QuestionKind.OPEN:
        return [text for text in [texts.get(shown["id"], "").strip()] if text]
    return said_of(shown, chosen.get(shown["id"]))


@bp.post("/modules/<slug>/check/submit")
@requires(policies.may_learn)
def submit_check(slug: str) -> ResponseReturnValue:
    """Send the attempt; sent twice, it leads to the same result."""
    check, form = check_of(slug), PressForm()
    if not form.accepted():
        return redirect(check.review_url, 303)
    texts = check.open_questions
    sent = operations.submit_attempt(
        db.session,
        check.training.version,
        check.step,
        person_id=actor.person_id,
        today=today_for(actor),
        now=now(),
        written=operations.Written(keys(), texts, [new_token() for _text in texts]),
    )
    to = check.training.url("learning.check_result", slug=slug, attempt=sent.public_id)
    return done(None, to=to)
