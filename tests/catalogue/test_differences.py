"""Differences between two sets of files, in words and in bounded time."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.catalogue.rules.differences import (
    MOST_MEETINGS,
    Change,
    FileChange,
    Passage,
    changed_files,
    differences,
)
from tests.catalogue.folders import TEXT, small_folder

ROOTS = "modules/role/01-roots.fr.md"


def words_of(passage: Passage, *kinds: Change) -> str:
    return "".join(piece.words for piece in passage.pieces if piece.change in kinds)


def test_files_that_came_went_and_changed() -> None:
    new = {**small_folder(), ROOTS: "x", "glossary.toml": "y"}
    del new["framework.toml"]
    assert changed_files(small_folder(), new) == (
        FileChange("framework.toml", Change.GONE),
        FileChange("glossary.toml", Change.NEW),
        FileChange(ROOTS, Change.CHANGED),
    )


def test_only_the_words_that_differ_are_marked() -> None:
    old = TEXT.replace("Du texte.", "Le rôle de pair commence par une écoute.")
    new = old.replace("une écoute", "deux écoutes")
    (only,) = differences(ROOTS, old, new)
    assert words_of(only, Change.GONE) == "une écoute"
    assert words_of(only, Change.NEW) == "deux écoutes"
    assert words_of(only, Change.SAME, Change.NEW) == "Le rôle de pair commence par deux écoutes."
    assert only.line == new.split("\n").index("Le rôle de pair commence par deux écoutes.") + 1


def test_a_title_is_a_passage_of_its_own() -> None:
    (only,) = differences(ROOTS, TEXT, TEXT.replace('"Racines"', '"Origines"'))
    assert words_of(only, Change.SAME, Change.NEW) == 'title = "Origines"'


def test_paragraphs_that_came_or_went_are_whole() -> None:
    came, *rest = differences(ROOTS, TEXT, TEXT + "\nEncore un peu.\n")
    assert not rest
    assert (words_of(came, Change.NEW), words_of(came, Change.SAME)) == ("Encore un peu.", "")
    (went,) = differences(ROOTS, TEXT + "\nEncore un peu.\n", TEXT)
    assert words_of(went, Change.GONE) == "Encore un peu."


def test_long_stretches_that_stayed_are_cut() -> None:
    long = " ".join(f"mot{n}" for n in range(60))
    (only,) = differences(ROOTS, f"un {long} deux", f"trois {long} quatre")
    same = words_of(only, Change.SAME)
    assert "…" in same
    assert len(same.split()) < 20


def test_passages_without_anything_in_common_are_shown_whole() -> None:
    (only,) = differences(ROOTS, "Un chat dort.", "Personne ne sait pourquoi 12 % partent")
    assert [piece.change for piece in only.pieces] == [Change.GONE, Change.NEW]


def test_huge_texts_cost_no_more_than_small_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is compared is counted: word by word where that is cheap, whole where it is not."""
    costs = []

    class Counted(SequenceMatcher[str]):
        def __init__(self, junk: None, old: list[str], new: list[str], *, autojunk: bool) -> None:
            costs.append(sum(old.count(word) for word in new))
            super().__init__(junk, old, new, autojunk=autojunk)

    monkeypatch.setattr("lms.catalogue.rules.differences.SequenceMatcher", Counted)
    same = " ".join(["a b"] * 5_000)
    (long,) = differences(ROOTS, same, same + " c")
    assert [piece.change for piece in long.pieces] == [Change.GONE, Change.NEW]
    differences(ROOTS, "\n\n".join(["a"] * 3_000), "\n\n".join(["b", "a"] * 2_000))
    passages = "\n\n".join(f"{n} " + "a b " * 40 for n in range(200))
    differences(ROOTS, passages, passages.replace("a b", "b a", 150))
    assert costs
    assert sum(costs) <= 3 * MOST_MEETINGS


TEXTS = st.text(st.sampled_from("ab \n+c"), max_size=200)


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_nothing_differs_only_where_nothing_does(old: str, new: str) -> None:
    found = differences(ROOTS, old, new)
    assert not differences(ROOTS, old, old)
    blank = re.compile(r"\s+|\+\+\+")
    if blank.sub("", old) != blank.sub("", new):
        assert found
