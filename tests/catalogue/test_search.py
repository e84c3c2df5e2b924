"""Words are found whatever their accents, case, apostrophes or plural; excerpts show them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from lms.catalogue.rules.lint.blocks import blocks_of as parsed
from lms.catalogue.rules.outline import ModuleOutline
from lms.catalogue.rules.search.excerpts import AFTER, BEFORE, excerpt, marked
from lms.catalogue.rules.search.library import Shelved
from lms.catalogue.rules.search.plain import blocks_of
from lms.catalogue.rules.search.query import read_query
from lms.catalogue.rules.search.words import stem, words_of
from tests.catalogue.folders import starter

LETTERS = some.text("abcdefghijklmnopqrstuvwxyzàâäçéèêëîïôöùûüœæ", min_size=3, max_size=12)
SENTENCES = some.lists(LETTERS, min_size=1, max_size=80).map(" ".join)
LOCALES = some.sampled_from(["fr", "en"])


def stems(text: str, locale: str) -> list[str]:
    return [stem(word.folded, locale) for word in words_of(unicodedata.normalize("NFC", text))]


def shelved(*blocks: str) -> Shelved:
    """A page with these blocks."""
    module: ModuleOutline = None  # type: ignore[assignment]
    return Shelved(module, "Titre", "Un résumé.", blocks)


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("droit", "droits"),
        ("lieu", "lieux"),
        ("hôpital", "hôpitaux"),
        ("travail", "travaux"),
        ("réseau", "réseaux"),
        ("Œil", "yeux"),
        ("pair-aidant", "Pairs-Aidants"),
        ("l'écoute", "L’ÉCOUTES"),
    ],
)
def test_french_plurals_are_found(one: str, many: str) -> None:
    assert stems(one, "fr") == stems(many, "fr")


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("right", "rights"),
        ("story", "stories"),
        ("crisis", "crises"),
        ("person", "people"),
        ("approach", "approaches"),
        ("process", "processes"),
        ("movie", "movies"),
    ],
)
def test_english_plurals_are_found(one: str, many: str) -> None:
    assert stems(one, "en") == stems(many, "en")


@pytest.mark.parametrize("pair", ["droit droite", "cours courir", "aide aidant", "pas pair"])
def test_other_words_stay_apart(pair: str) -> None:
    one, other = stems(pair, "fr")
    assert one != other


@given(word=LETTERS, locale=LOCALES)
def test_case_accents_and_composition_change_nothing(word: str, locale: str) -> None:
    plain = "".join(s for s in unicodedata.normalize("NFD", word) if not unicodedata.combining(s))
    for other in (
        word.upper(),
        plain,
        unicodedata.normalize("NFD", word),
        f"l’{word}",
        f"'{word}'",
    ):
        assert stems(other, locale)[-1:] == stems(word, locale)


@given(word=LETTERS.filter(lambda word: len(word) > 3 and word[-1] not in "sxzhuûùüiîïœæ"))
def test_an_s_at_the_end_changes_nothing(word: str) -> None:
    assert stems(word + "s", "fr") == stems(word, "fr")
    assert stems(word + "s", "en") == stems(word, "en")


@given(text=some.text(max_size=200), locale=LOCALES)
def test_any_query_is_read(text: str, locale: str) -> None:
    query = read_query(text, locale)
    assert len(set(query.stems)) == len(query.stems)
    assert all(len(phrase) > 1 for phrase in query.phrases)


@given(sentences=some.lists(SENTENCES, min_size=1, max_size=4), data=some.data(), locale=LOCALES)
@settings(max_examples=60)
def test_an_excerpt_is_a_part_of_the_page_that_marks_what_was_found(
    sentences: list[str], data: some.DataObject, locale: str
) -> None:
    words = [w for s in sentences for w in words_of(unicodedata.normalize("NFC", s))]
    wanted = data.draw(some.sampled_from([word.folded for word in words]))
    query = read_query(wanted, locale)
    page = shelved(*(unicodedata.normalize("NFC", s) for s in sentences))
    pieces = excerpt(page, query, locale)
    whole = "".join(piece.text for piece in pieces)
    inside = whole.removeprefix("… ").removesuffix(" …")
    assert any(inside in text for text in page.shown)
    assert len(inside) <= BEFORE + AFTER + 40
    if not query.vague:
        assert [piece.found for piece in pieces].count(True) >= 1
        assert all(stems(p.text, locale) == list(query.stems) for p in pieces if p.found)


def test_quotation_marks_ask_for_words_that_follow_each_other() -> None:
    assert read_query("« Le pouvoir d’agir » droits", "fr").phrases == (("le", "pouvoir", "agir"),)
    assert read_query('"un seul', "fr").phrases == ()
    assert read_query("d à l'", "fr").vague
    assert read_query("de la et du", "fr").vague


def test_a_title_is_shown_whole() -> None:
    pieces = marked("Des droits, pas des faveurs", read_query("droit", "fr"), "fr")
    assert [(p.text, p.found) for p in pieces] == [
        ("Des ", False),
        ("droits", True),
        (", pas des faveurs", False),
    ]


def test_the_quick_reading_of_markdown_has_the_words_of_the_parser() -> None:
    """All shipped texts, word by word and in the same order."""
    for programme in starter().programmes[:1]:
        for module in programme.modules:
            for step in module.activities:
                for body in step.bodies.values():
                    text = body["markdown"]
                    quick = [w.folded for block in blocks_of(text) for w in words_of(block)]
                    blocks = (block.text.replace("\n", " ") for block in parsed(text, 1))
                    assert quick == [w.folded for block in blocks for w in words_of(block)]
