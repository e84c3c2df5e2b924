"""The glossary's file, its terms in texts, and its place in a version."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lms.catalogue.render import MARKDOWN, Linked, lesson
from lms.catalogue.rules.curriculum import CurriculumFaulty, read_curriculum
from lms.catalogue.rules.glossary import GLOSSARY, Entry, entries_of
from lms.catalogue.rules.terms import link_terms, places, terms_of
from lms.kernel.folding import fold
from lms.web.database import Application
from tests.catalogue.folders import small_folder, starter

WRITTEN = """\
[[entry]]
term = { fr = "zèbre", en = "zebra" }
meaning = { fr = "Un animal.", en = "An animal." }

[[entry]]
term = { fr = "droit, loi (GEM)", en = "right" }
in_texts = false
meaning = { fr = "Ce qui est dû.", en = "What is owed." }
"""
SHIPPED = starter().programmes[0].sheet
TERMS = terms_of(entries_of(SHIPPED, "fr"), "fr")


def with_glossary(words: str) -> dict[str, str]:
    return {**small_folder(), GLOSSARY: words}


def found(text: str) -> list[str]:
    """The stretches of a French text that lead to the shipped glossary."""
    return [text[start:end] for start, end, _entry in places(text, TERMS, set())]


def test_a_folder_may_do_without_and_then_its_versions_stay_what_they_were() -> None:
    bare = read_curriculum(small_folder())
    assert "glossary" not in bare.programmes[0].sheet
    assert entries_of(bare.programmes[0].sheet, "fr") == ()


def test_the_digest_of_a_version_holds_the_glossary() -> None:
    sources = [
        read_curriculum(files)
        for files in (
            small_folder(),
            with_glossary(WRITTEN),
            with_glossary(WRITTEN.replace("Un animal.", "Un animal rayé.")),
        )
    ]
    assert len({source.digest_of(source.programmes[0]) for source in sources}) == 3


def test_entries_are_sorted_in_each_language() -> None:
    sheet = read_curriculum(with_glossary(WRITTEN)).programmes[0].sheet
    assert [entry.term for entry in entries_of(sheet, "fr")] == ["droit, loi (GEM)", "zèbre"]
    assert [entry.letter for entry in entries_of(sheet, "en")] == ["R", "Z"]
    assert entries_of(sheet, "fr")[0].variants == ("droit", "loi", "GEM")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (', en = "zebra"', "", "glossary.toml:2: “en” is missing"),
        ("zèbre", "Lois, LOI", "glossary.toml:6: “loi” is there twice (fr)"),
        ("Un animal.", "long " * 80, "the meaning (fr) has more than 320 signs"),
        ("in_texts = false", "in_texts = 3", "“in_texts” must be true or false"),
        ("in_texts = false", "other = 1", "“other” is unknown here"),
        ("[[entry]]", "[[entries]]", "“entries” is unknown here"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(before: str, after: str, words: str) -> None:
    with pytest.raises(CurriculumFaulty) as refused:
        read_curriculum(with_glossary(WRITTEN.replace(before, after)))
    assert words in str(refused.value)


def test_the_shipped_glossary_is_whole() -> None:
    for locale in ("fr", "en"):
        entries = entries_of(SHIPPED, locale)
        assert 30 <= len(entries) <= 60
        assert [e.letter for e in entries] == sorted(e.letter for e in entries)
        for entry in entries:
            assert entry.meaning.endswith("."), entry.term
            assert len(re.findall(r"[.?](?: |$)", entry.meaning)) <= 2, entry.term


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Les pairs-aidants sont là.", ["pairs-aidants"]),
        ("Son pouvoir d’agir compte, son pouvoir d'agir.", ["pouvoir d’agir"]),
        ("Le pouvoir. Agir ensuite.", []),
        ("Un GEM, puis un autre GEM.", ["GEM"]),
        ("un gem, as, ars", []),
        ("De l'ENTRAIDE", ["ENTRAIDE"]),
        ("La pair-aidance familiale", ["pair-aidance familiale"]),
    ],
)
def test_terms_are_found_once_in_singular_and_plural(text: str, links: list[str]) -> None:
    assert found(text) == links


def test_initials_are_not_the_word_of_the_same_letters() -> None:
    terms = terms_of(entries_of(SHIPPED, "en"), "en")
    assert list(places("She has a plan.", terms, set())) == []
    assert [entry.term for _s, _e, entry in places("The HAS says so.", terms, set())] == ["HAS"]


@given(some.text(max_size=120), some.text(max_size=60))
def test_linking_changes_no_word(words: str, more: str) -> None:
    text = f"{words} entraide {more} pair-aidance"
    tokens = MARKDOWN.parse(text)
    plain = "".join(c.content for t in tokens for c in t.children or ())
    link_terms(tokens, TERMS, "/glossary")
    assert fold("".join(c.content for t in tokens for c in t.children or ())) == fold(plain)


def test_links_are_in_the_text_and_never_in_headings_links_or_code(house: Application) -> None:
    text = "## L'entraide\n\n[entraide](https://x.test) `entraide`\n\nL'entraide, l'entraide."
    with house.test_request_context(headers={"Accept-Language": "fr"}):
        shown = str(lesson(text, 0, Linked(TERMS, "/glossary")))
        plain = str(lesson(text))
    assert len(re.findall(r'class="term"', shown)) == 1
    assert re.search(r'L’<a href="/glossary#term-\d+" class="term"[^>]*>entraide</a>, l’', shown)
    assert "term" not in plain


def test_the_anchor_is_the_same_in_both_languages() -> None:
    french = {entry.number: entry.name for entry in entries_of(SHIPPED, "fr")}
    assert french == {entry.number: entry.name for entry in entries_of(SHIPPED, "en")}
    assert Entry(1, "3114", "", True).letter == "0"
