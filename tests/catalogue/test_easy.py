"""Easy-to-read variants: read beside the ordinary texts, looked over by the linter."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from lms.catalogue.rules.curriculum import CurriculumFaulty, read_curriculum
from lms.catalogue.rules.lint import lint
from lms.catalogue.rules.lint.findings import Finding
from tests.catalogue.folders import small_folder

FR, EN = "modules/role/01-roots.fr-easy.md", "modules/role/01-roots.en-easy.md"
CHECK = "modules/role/02-check.fr-easy.md"
FRONT = '+++\ntitle = "D\'où ça vient"\nsummary = "Une vieille idée."\n+++\n'


def easy(body: str = "Une idée. Une autre.", **more: str) -> dict[str, str]:
    """The small folder with an easy-to-read first step in both languages."""
    english = FRONT.replace("D'où ça vient", "Where it is from").replace("Une vieille", "An old")
    folder = {**small_folder(), FR: FRONT + body, EN: english + "One idea. Another one.\n"}
    return {**folder, **more}


def told(files: Mapping[str, str], code: str = "easy") -> list[Finding]:
    return [finding for finding in lint(files) if finding.code == code]


def test_an_easy_text_stands_beside_the_ordinary_one() -> None:
    ordinary = read_curriculum(small_folder()).programmes[0].modules[0].activities[0]
    step = read_curriculum(easy()).programmes[0].modules[0].activities[0]
    assert step.title["fr-easy"] == "D'où ça vient"
    assert step.sheet["summary"]["fr-easy"] == "Une vieille idée."
    assert step.bodies["fr-easy"] == {"markdown": "Une idée. Une autre."}
    # Nothing else of the step changes: neither its length nor its ordinary words.
    assert (step.minutes, step.bodies["fr"]) == (ordinary.minutes, ordinary.bodies["fr"])
    assert set(ordinary.bodies) == set(ordinary.title) == {"fr", "en"}


def test_a_folder_without_easy_texts_keeps_its_digest() -> None:
    with_easy, without = read_curriculum(easy()), read_curriculum(small_folder())
    ours = {source.digest_of(source.programmes[0]) for source in (with_easy, without)}
    assert len(ours) == 2
    assert "-easy" not in str(without)


def test_questions_are_those_of_the_ordinary_check() -> None:
    check = small_folder()["modules/role/02-check.fr.md"]
    assert read_curriculum(easy(**{CHECK: check}))
    with pytest.raises(CurriculumFaulty, match="not those of the French file"):
        read_curriculum(easy(**{CHECK: check.replace('id = "q1"', 'id = "q9"')}))


def test_one_language_alone_can_be_published_and_is_told() -> None:
    folder = easy()
    del folder[EN]
    assert read_curriculum(folder)
    assert [finding.sentence for finding in told(folder, "parity") if finding.file == FR] == [
        "the same text in “en” is missing"
    ]


BROKEN = [
    ("sentence", "mot " * 13 + ".", True),
    ("sentence", "mot " * 19 + ".", False),
    ("easy", "Un. Deux. Trois. Quatre. Cinq.", False),
    ("easy", "Une idée ; une autre.", False),
    ("easy", "Un mot de trop. " * 3 + "\n\n" + "Long. " * 3 + "\n\n" + "Ici. " * 3, False),
]


@pytest.mark.parametrize(("code", "body", "remark"), BROKEN)
def test_the_linter_looks_for_what_tires(code: str, body: str, remark: bool) -> None:
    found = [finding for finding in told(easy(body), code) if finding.file == FR]
    assert [finding.remark for finding in found] in ([remark], [remark, remark])


def test_an_easy_text_is_no_longer_than_the_ordinary_one() -> None:
    folder = easy()
    folder["modules/role/01-roots.fr.md"] = FRONT + "Un mot."
    assert any("the ordinary text has" in finding.sentence for finding in told(folder))


def test_half_a_module_is_only_a_remark() -> None:
    half = [finding for finding in told(easy()) if finding.file.endswith("module.toml")]
    assert [finding.remark for finding in half] == [True]


def test_an_easy_text_needs_an_ordinary_one_beside_it() -> None:
    folder = easy(**{"modules/role/07-nothing.fr-easy.md": FRONT + "Rien."})
    assert any("no ordinary text" in finding.sentence for finding in told(folder))
    with pytest.raises(CurriculumFaulty, match="nothing reads this file"):
        read_curriculum(folder)
