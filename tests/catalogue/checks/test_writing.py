"""Questions of every kind as the studio's fields: there and back, one touched, one new."""

from __future__ import annotations

from typing import Any

import pytest

from lms.catalogue.rules.checks.kinds import QuestionKind
from lms.catalogue.rules.curriculum import read_curriculum
from lms.catalogue.rules.drafting.pages import StepPage, step_page
from lms.catalogue.rules.drafting.structure import plan_of
from lms.catalogue.rules.sources import ActivitySource
from tests.catalogue.checks.kinds import folder
from tests.catalogue.folders import small_folder

Files = dict[str, str]
MORE = """\
shuffled = true
[[activity.pool]]
domain = "D1"
draw = 1
questions = ["single", "several"]
"""


def page_of(files: Files) -> StepPage:
    module = plan_of(files).modules[0]
    return step_page(module, module.steps[1])


def check_in(files: Files) -> ActivitySource:
    return read_curriculum(files).programmes[0].modules[0].activities[1]


def saved(files: Files, **changes: str) -> Files:
    page = page_of(files)
    written = page.write(files, page.read(files) | changes)
    return {**files, **{path: text for path, text in written.items() if text is not None}}


@pytest.mark.parametrize("more", ["", MORE])
def test_what_nobody_touched_stays_byte_for_byte(more: str) -> None:
    files = folder(more=more)
    assert saved(files) == files


@pytest.mark.parametrize("number", range(1, 10))
def test_one_question_is_touched_and_the_others_say_the_same(number: int) -> None:
    before = check_in(folder(more=MORE))
    after = check_in(saved(folder(more=MORE), **{f"block{number}_general_fr": "Autrement."}))
    for place, (was, now) in enumerate(
        zip(before.bodies["fr"]["questions"], after.bodies["fr"]["questions"], strict=True), 1
    ):
        assert now == (was | {"general": "Autrement."} if place == number else was)
    assert after.key == before.key
    assert after.sheet == before.sheet


FIELDS: dict[str, dict[str, str]] = {
    "single": {
        "choice1_text": "L'équipe.",
        "choice1_answer": "Elle conseille.",
        "choice2_text": "La personne.",
        "choice2_answer": "C'est sa vie.",
        "right": "2",
        "choice1_percent": "33,5",
    },
    "several": {
        "choice1_text": "Écouter.",
        "choice1_answer": "Oui.",
        "choice1_right": "y",
        "choice2_text": "Prescrire.",
        "choice2_answer": "Non.",
    },
    "true_false": {"right": "false", "if_true": "Non.", "if_false": "Oui."},
    "short": {
        "accepted": "entraide\npair-aidance\n\n entraide ",
        "accents": "y",
        "choice1_accepted": "aide",
        "choice1_percent": "50",
        "choice1_answer": "Laquelle ?",
    },
    "number": {"value": "10,5", "tolerance": "1", "unit": "modules", "choice1_value": "12"},
    "matching": {
        "choice1_text": "Le pair",
        "choice1_match": "partage",
        "choice2_text": "L'infirmière",
        "choice2_match": "cherche",
        "choice3_match": "juge",
    },
    "ordering": {"choice1_text": "Se calmer", "choice2_text": "En parler", "choice3_text": "Dire"},
    "gaps": {
        "choice1_accepted": "mot",
        "choice2_kind": "choice",
        "choice2_lines": "Rome\nAthènes",
        "choice3_kind": "number",
        "choice3_value": "3",
    },
    "open": {"guide": "Parle de l'équipe."},
}
SHARED = ("right", "_right", "percent", "kind", "value", "tolerance", "accents")
KEYS: dict[str, Any] = {
    "single": {"kind": "single", "weights": {"b": "100", "a": "33.5"}},
    "several": {"kind": "several", "right": ["a"]},
    "true_false": {"kind": "true_false", "right": False},
    "matching": {"kind": "matching", "pairs": {"a": "c", "b": "a"}},
    "ordering": {"kind": "ordering", "order": ["c", "b", "a"]},
    "open": {"kind": "open", "guide": {"fr": "Parle de l'équipe.", "en": "Parle de l'équipe."}},
}


def filled(kind: str, number: int = 1) -> dict[str, str]:
    """The fields of a new question of this kind."""
    text = "Le [[1]] de [[2]] a [[3]] lettres." if kind == "gaps" else "Que dire ?"
    said = {"words": text, **FIELDS[kind]}
    if kind not in ("single", "several", "true_false"):
        said["general"] = "Voilà pourquoi."
    name = f"block{number}"
    fields = {f"{name}_kind": "" if kind == "single" else kind, f"{name}_revisit": "roots"}
    for end, value in said.items():
        if end.endswith(SHARED):
            fields[f"{name}_{end}"] = value
        else:
            fields |= {f"{name}_{end}_{locale}": value for locale in ("fr", "en")}
    return fields


def with_new(kind: str) -> Files:
    files = small_folder()
    page = page_of(files)
    there = {n: v for n, v in page.read(files).items() if not n.startswith("block")}
    written = page.write(files, there | filled(kind))
    return {**files, **{path: text for path, text in written.items() if text is not None}}


@pytest.mark.parametrize("kind", [kind.value for kind in QuestionKind])
def test_a_new_question_of_each_kind_is_published_as_it_was_written(kind: str) -> None:
    files = with_new(kind)
    check = check_in(files)
    assert check.bodies["fr"]["questions"][0].get("kind", "single") == kind
    assert check.key["q1"] == KEYS.get(kind, check.key["q1"])
    shown = page_of(files).read(files)
    again = {name: value for name, value in filled(kind).items() if value}
    told = {name: shown.get(name, "") for name in again}
    if kind == "short":
        again |= {f"block1_accepted_{loc}": "entraide\npair-aidance" for loc in ("fr", "en")}
    if kind in ("single", "number"):
        told = {n: v.replace(".", ",") if v[:1].isdecimal() else v for n, v in told.items()}
    assert told == again
    assert saved(files) == files


def test_short_answers_and_gaps_keep_all_that_they_expect() -> None:
    short = check_in(with_new("short")).key["q1"]
    assert isinstance(short, dict)
    assert (short["accents"], short["case"]) == (True, False)
    assert [one["percent"] for one in short["answers"]] == ["100", "50"]
    assert short["answers"][1]["why"] == {"fr": "Laquelle ?", "en": "Laquelle ?"}
    gaps = check_in(with_new("gaps"))
    assert isinstance(gaps.key["q1"], dict)
    assert [one["kind"] for one in gaps.key["q1"]["gaps"]] == ["short", "choice", "number"]
    shown = gaps.bodies["fr"]["questions"][0]["gaps"][1]["choices"]
    assert [one["text"] for one in shown] == ["Athènes", "Rome"]
    assert gaps.key["q1"]["gaps"][1]["right"] == "b"


def test_no_place_and_no_id_tells_what_is_expected() -> None:
    ordering = check_in(with_new("ordering")).bodies["fr"]["questions"][0]
    assert [one["text"] for one in ordering["items"]] == ["Dire", "En parler", "Se calmer"]
    matching = check_in(with_new("matching")).bodies["fr"]["questions"][0]
    assert [one["text"] for one in matching["matches"]] == ["cherche", "juge", "partage"]


def test_draws_by_domain_are_written_and_taken_out() -> None:
    files = folder()
    drawn = saved(files, block1_pool="D1", block2_pool="D1", draw_D1="1", shuffled="y")
    sheet = check_in(drawn).sheet
    assert sheet["pools"] == [{"domain": "D1", "draw": 1, "questions": ["single", "several"]}]
    assert sheet["shuffled"] is True
    none = saved(drawn, block1_pool="", block2_pool="", shuffled="")
    assert "pools" not in check_in(none).sheet


def test_a_question_left_empty_is_taken_out_with_its_key() -> None:
    files = folder()
    page = page_of(files)
    empty = {name: "" for name in page.read(files) if name.startswith("block9_")}
    check = check_in(saved(files, **empty))
    assert "open" not in check.key
    assert len(check.bodies["en"]["questions"]) == 8
