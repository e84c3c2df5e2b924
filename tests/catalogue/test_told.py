"""What the linter says is put in the person's language, whatever it finds."""

from __future__ import annotations

import pytest

from lms.catalogue.rules.lint.findings import Code, Finding
from lms.catalogue.rules.lint.told import finding_words


def said(sentence: str) -> str:
    return str(finding_words(Finding("modules/role/01-roots.fr.md", 1, Code.WORD, sentence)))


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        (
            "31 words in a sentence, at most 25 fit: “Quand la personne…”",
            "31 words in a sentence, at most 25 fit: “Quand la personne…”.",
        ),
        ("12 French words in the activities, at least 3500 asked", "There are 12."),
        ("“les malades”: prefer « personne » (le mot (ici) réduit)", "“les malades”: rather"),
        ("question 3, choice 2, why: 2 links, 1 in French (line 4)", "2 here, 1 in French"),
        ("“ici” does not say where the link leads", "“ici” does not say where the link leads."),
        ("the same text as modules/role/02-a.fr.md:14", "The same text is at line 14"),
    ],
)
def test_findings_have_words_of_ours(sentence: str, words: str) -> None:
    assert words in said(sentence)


def test_what_nobody_foresaw_stays_as_the_linter_says_it() -> None:
    assert said("something with 100 % of signs") == "something with 100 % of signs"
