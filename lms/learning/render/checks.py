"""Checks: answers before they are sent, and each one explained afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from lms.catalogue.render.answers import expected_of, plain_text, said_of
from lms.catalogue.rules.checks.drawing import laid_out
from lms.catalogue.rules.checks.kinds import QuestionKind, kind_of
from lms.catalogue.rules.checks.marking import WHOLE, worth
from lms.catalogue.rules.outline import ActivityOutline, ModuleOutline
from lms.learning.queries import Given, SubmittedAttempt
from lms.learning.queries.open_answers import OpenReading
from lms.web.i18n import gettext as _
from lms.web.i18n import in_type, language, ngettext, points

Question = Mapping[str, Any]


class Outcome(StrEnum):
    """How an answer is shown."""

    RIGHT = "right"
    PARTLY = "partly"
    OTHER = "other"
    WAITING = "waiting"
    """A tutor has not read it yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One question after the attempt: what was answered, what was expected, and why."""

    number: int
    text: str
    kind: QuestionKind
    outcome: Outcome
    share: Fraction
    mine: Sequence[str]
    expected: Sequence[str]
    about_mine: Sequence[str]
    """What is said to this very answer."""
    why: Sequence[str]
    """What is said to everybody."""
    others: Sequence[tuple[str, str]]
    """What was neither answered nor expected, and why it does not fit."""
    reading: OpenReading | None
    revisit: ActivityOutline | None

    @property
    def right(self) -> bool:
        return self.outcome is Outcome.RIGHT


def reviews(
    body: Mapping[str, Any],
    attempt: SubmittedAttempt,
    module: ModuleOutline,
    texts: Mapping[str, OpenReading],
) -> tuple[Review, ...]:
    """Every question that a submitted attempt asked, in its order."""
    asked = laid_out(body["questions"], attempt.drawn)
    return tuple(
        _review(number, question, attempt, module, texts.get(question["id"]))
        for number, question in enumerate(asked, 1)
    )


def _review(
    number: int,
    question: Question,
    attempt: SubmittedAttempt,
    module: ModuleOutline,
    reading: OpenReading | None,
) -> Review:
    given = attempt.given.get(question["id"])
    key = attempt.key[question["id"]]
    answer = given.answer if given else None
    mine = [reading.text] if reading else said_of(question, answer)
    share = _share(given, key)
    return Review(
        number=number,
        text=plain_text(question),
        kind=kind_of(question),
        outcome=_outcome(share, reading),
        share=share,
        mine=mine,
        expected=expected_of(question, key),
        revisit=module.named(question["revisit"]),
        reading=reading,
        **_explained(question, key, answer, share),
    )


def _share(given: Given | None, key: Any) -> Fraction:
    if given is None:
        return Fraction(0)
    found = given.share if given.share is not None else worth(key, given.answer).share
    return found or Fraction(0)


def _outcome(share: Fraction, reading: OpenReading | None) -> Outcome:
    if reading is not None and reading.read_at is None:
        return Outcome.WAITING
    if share == WHOLE:
        return Outcome.RIGHT
    return Outcome.PARTLY if share else Outcome.OTHER


def _explained(question: Question, key: Any, answer: Any, share: Fraction) -> dict[str, Any]:
    """What is said to the answer, to everybody, and about the other choices."""
    general = [in_type(question["general"])] if "general" in question else []
    kind = kind_of(question)
    if kind in {QuestionKind.SINGLE, QuestionKind.SEVERAL}:
        return _explained_choices(question, key, answer, general)
    if kind is QuestionKind.TRUE_FALSE:
        both = {True: in_type(question["if_true"]), False: in_type(question["if_false"])}
        why = [both[key["right"]], *general]
        about = [both[answer]] if isinstance(answer, bool) and answer is not key["right"] else []
        return {"about_mine": about, "why": why, "others": []}
    said = None if isinstance(key, str) or answer is None else worth(key, answer).why
    about = [in_type(said[language()])] if said and share != WHOLE else []
    return {"about_mine": about, "why": general, "others": []}


def _explained_choices(
    question: Question, key: Any, answer: Any, general: list[str]
) -> dict[str, Any]:
    chosen = [answer] if isinstance(answer, str) else list(answer or ())
    expected = set(_expected_ids(key))
    choices = [(c["id"], in_type(c["text"]), in_type(c["why"])) for c in question["choices"]]
    several = kind_of(question) is QuestionKind.SEVERAL

    def said(text: str, why: str) -> str:
        return _("%(line)s: %(match)s", line=text, match=why) if several else why

    return {
        "about_mine": [said(t, w) for n, t, w in choices if n in chosen and n not in expected],
        "why": [*(said(t, w) for n, t, w in choices if n in expected), *general],
        "others": [(t, w) for n, t, w in choices if n not in expected and n not in chosen],
    }


def _expected_ids(key: Any) -> Sequence[str]:
    if isinstance(key, str):
        return [key]
    if "weights" not in key:
        return list(key["right"])
    best = "100" if key["kind"] == QuestionKind.SINGLE else None
    weights = key["weights"].items()
    return [name for name, w in weights if (w == best if best else Fraction(w) > 0)]


def result_words(
    right: int | Fraction, total: int, needed: int | Fraction, waiting: int = 0
) -> str:
    """A result in a sentence that states a fact and, when needed, what is missing.

    Where nothing is `needed`, taking the quiz was enough.
    """
    if waiting:
        return ngettext(
            "Sent: one text waits for your tutor’s reading",
            "Sent: %(num)d texts wait for your tutor’s reading",
            waiting,
        )
    if isinstance(right, Fraction) or isinstance(needed, Fraction):
        return _words_in_part(right, total, needed)
    if not needed:
        return ngettext(
            "Quiz taken: %(num)d right answer out of %(total)d",
            "Quiz taken: %(num)d right answers out of %(total)d",
            right,
            total=total,
        )
    if right >= needed:
        return ngettext(
            "Quiz passed: %(num)d right answer out of %(total)d",
            "Quiz passed: %(num)d right answers out of %(total)d",
            right,
            total=total,
        )
    return ngettext(
        "Not passed yet: %(num)d right answer out of %(total)d, %(needed)d are needed",
        "Not passed yet: %(num)d right answers out of %(total)d, %(needed)d are needed",
        right,
        total=total,
        needed=needed,
    )


def _words_in_part(right: int | Fraction, total: int, needed: int | Fraction) -> str:
    """The same where an answer was right in part."""
    told = {"right": points(right), "total": total}
    if not needed:
        return _("Quiz taken: %(right)s out of %(total)s", **told)
    if right >= needed:
        return _("Quiz passed: %(right)s out of %(total)s", **told)
    told["needed"] = points(needed)
    return _("Not passed yet: %(right)s out of %(total)s, %(needed)s are needed", **told)
