"""The check of a module and its attempt under way, as its pages ask for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from lms.catalogue import queries as catalogue
from lms.catalogue.render.asking import pieces_of
from lms.catalogue.rules.checks.drawing import asked_count, laid_out
from lms.catalogue.rules.checks.kinds import TYPED, QuestionKind, kind_of
from lms.catalogue.rules.outline import ActivityOutline, ModuleOutline
from lms.kernel.refusals import NotThere
from lms.learning import operations, queries
from lms.learning.queries import OpenAttempt
from lms.learning.queries.typed_answers import opened_answers
from lms.learning.views.training import Training, training
from lms.web.database import db
from lms.web.guard import actor
from lms.web.i18n import reading_locale
from lms.web.page import form_page, keys, new_token, now

PLAIN = frozenset({QuestionKind.SINGLE, QuestionKind.TRUE_FALSE})
"""Kinds whose answer can only be right or not."""


@dataclass(frozen=True)
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

    @property
    def total(self) -> int:
        """How many questions one attempt asks."""
        return asked_count(self.step.sheet, self.questions)

    @cached_property
    def open_questions(self) -> list[str]:
        """The ids of its open texts."""
        return [q["id"] for q in self.questions if kind_of(q) is QuestionKind.OPEN]

    @property
    def in_part(self) -> bool:
        """Whether an answer may be right in part."""
        return any(kind_of(question) not in PLAIN for question in self.questions)

    def asked(self, attempt: OpenAttempt) -> list[dict[str, Any]]:
        """The questions of an attempt in its order."""
        return laid_out(self.questions, attempt.drawn)

    def open_attempt(self, *, to_write: bool = False) -> OpenAttempt | None:
        return queries.open_attempt(db.session, actor.person_id, self.step.id, to_write=to_write)

    def first_open(self, attempt: OpenAttempt | None) -> str:
        """The first question without an answer, or the review of all."""
        for number, question in enumerate(self.asked(attempt) if attempt else (), 1):
            if attempt is not None and question["id"] not in attempt.chosen:
                return self.question_url(number)
        return self.review_url


def check_of(slug: str) -> Check:
    """The check of the module in this address."""
    found = training()
    module, step = found.check(slug)
    body = catalogue.body_of(db.session, step.id, step.locale(reading_locale()))
    return Check(found, module, step, body["questions"])


@dataclass(frozen=True)
class Asked:
    """One question of an attempt under way."""

    check: Check
    attempt: OpenAttempt
    questions: list[dict[str, Any]]
    number: int

    @property
    def question(self) -> dict[str, Any]:
        return self.questions[self.number - 1]

    @cached_property
    def given(self) -> Any:
        """What was answered to it before, if anything; one statement where it was typed."""
        name = self.question["id"]
        if name not in self.attempt.sealed:
            return self.attempt.chosen.get(name)
        mine = {name: self.attempt.sealed[name]}
        return opened_answers(db.session, keys(), actor.person_id, mine)[name]

    @property
    def kind(self) -> QuestionKind:
        return kind_of(self.question)

    @property
    def next_url(self) -> str:
        """The next question; after the last one, the review."""
        last = self.number == len(self.questions)
        return self.check.review_url if last else self.check.question_url(self.number + 1)


def asked_at(check: Check, number: int) -> Asked | None:
    """The question of this number in the attempt under way; None where there is none."""
    attempt = check.open_attempt(to_write=request.method == "POST")
    if attempt is None:
        return None
    questions = check.asked(attempt)
    if not 1 <= number <= len(questions):
        raise NotThere
    return Asked(check, attempt, questions, number)


def answer_question(asked: Asked, given: Any) -> None:
    """Keep an answer: a plain choice as its id, others as what they are."""
    single = asked.kind is QuestionKind.SINGLE
    order = operations.AnswerQuestion(
        question=asked.question["id"],
        choice=given if single else "",
        response=None if single else given,
    )
    typed = operations.Typed(keys=keys(), person_id=actor.person_id, public_id=new_token())
    operations.answer_question(
        db.session,
        order,
        asked.attempt,
        now=now(),
        typed=typed if asked.kind in TYPED else None,
    )


def question_page(asked: Asked, form: Any, **context: Any) -> ResponseReturnValue:
    """One question a page, whatever its kind."""
    return form_page(
        "learning/question.html",
        form,
        check=asked.check,
        number=asked.number,
        total=len(asked.questions),
        question=asked.question,
        kind=asked.kind,
        pieces=pieces_of(asked.question["text"]),
        attempt=asked.attempt,
        **context,
    )
