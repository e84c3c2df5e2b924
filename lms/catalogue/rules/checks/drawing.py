"""What an attempt asks: the questions that were drawn, in which order, and how each is laid out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import Any

from lms.catalogue.rules.checks.kinds import QuestionKind, kind_of

Question = dict[str, Any]
Drawn = list[dict[str, Any]]
"""`[{"id": "q3", "order": ["b", "a"]}]`: `order` names choices, items or matches as laid out."""
LAID_OUT = {
    QuestionKind.SINGLE: "choices",
    QuestionKind.SEVERAL: "choices",
    QuestionKind.MATCHING: "matches",
    QuestionKind.ORDERING: "items",
}
ALWAYS = frozenset({QuestionKind.MATCHING, QuestionKind.ORDERING})
"""Kinds whose order in the file would say too much."""


def is_drawn(sheet: Mapping[str, Any]) -> bool:
    """Whether attempts keep what they ask; else they ask every question as it is written."""
    return bool(sheet.get("drawn", False))


def asked_count(sheet: Mapping[str, Any], questions: Sequence[Question]) -> int:
    """How many questions one attempt asks."""
    pools = sheet.get("pools", ())
    pooled: int = sum(len(pool["questions"]) for pool in pools)
    drawn: int = sum(pool["draw"] for pool in pools)
    return len(questions) - pooled + drawn


def draw(sheet: Mapping[str, Any], questions: Sequence[Question], chance: Random) -> Drawn:
    """The questions outside the pools and some of each, shuffled where the check says so."""
    pools = sheet.get("pools", ())
    left_out: set[str] = set()
    for pool in pools:
        left_out |= set(pool["questions"]) - set(chance.sample(pool["questions"], pool["draw"]))
    asked = [question for question in questions if question["id"] not in left_out]
    shuffled = bool(sheet.get("shuffled", False))
    if shuffled:
        chance.shuffle(asked)
    return [_laid_out(question, shuffled, chance) for question in asked]


def _laid_out(question: Question, shuffled: bool, chance: Random) -> dict[str, Any]:
    kind = kind_of(question)
    name = LAID_OUT.get(kind)
    if name is None or not (shuffled or kind in ALWAYS):
        return {"id": question["id"]}
    order = [one["id"] for one in question[name]]
    chance.shuffle(order)
    return {"id": question["id"], "order": order}


def laid_out(questions: Sequence[Question], drawn: Drawn | None) -> list[Question]:
    """The questions of an attempt as it froze them; as they are written where it kept nothing."""
    if drawn is None:
        return list(questions)
    by_id = {question["id"]: question for question in questions}
    return [_in_order(by_id[one["id"]], one.get("order")) for one in drawn]


def _in_order(question: Question, order: Iterable[str] | None) -> Question:
    if order is None:
        return question
    name = LAID_OUT[kind_of(question)]
    parts = {part["id"]: part for part in question[name]}
    return {**question, name: [parts[one] for one in order]}
