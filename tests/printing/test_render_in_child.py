"""An attestation is drawn by a process of its own, and says exactly what it was given."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

from lms.printing import operations
from lms.printing.models import (
    Bilingual,
    CertificateDocument,
    PrintingFailed,
    PrintingUnavailable,
    UnprintableText,
)
from lms.printing.operations import render_in_child
from tests.printing.papers import ODD_NAMES, PAPER, drawn, modules, named, opened, says, words


@pytest.mark.parametrize(
    "fact",
    [
        "Attestation de fin de formation",
        "End-of-training statement",
        "Association Les Deux Rives",
        "n° 84 69 01234 69",
        "Éloïse Çelik",
        "« Premiers pas en pair-aidance », du 1er mars 2026 au 26 juin 2026",
        "“First steps in peer support”, from 1 March 2026 to 26 June 2026",
        "5 h 17 Durée prévue des étapes terminées Planned length of completed steps",
        "4 h Supervision signée Signed supervision",
        "1 h 30 Supervision non contresignée (à part)",
        "Repères et posture Bearings and stance Acquis · Achieved 2 h 30",
        "Fait à Lyon, le 10 juillet 2026 Issued in Lyon on 10 July 2026",
        "Camille Arnaud Direction de la formation",
        "355Q-AKGD-2AVS-QWH2",
        "sillage.example/v",
        "N° RIVE-2026-000012",
        "ni un diplôme d’État ni un avis sur la santé de la personne",
        "neither a State diploma nor an opinion on the person’s health",
        "ne vaut pas agrément de l’État",
    ],
)
def test_the_paper_holds_the_fact(fact: str) -> None:
    assert says(PAPER, fact)


@pytest.mark.parametrize("absent", ["9 h 17", "10 h 47", "5 h 30", "suivi", "mention", "igné él"])
def test_no_sum_no_attendance_no_mention_no_talk_of_signature(absent: str) -> None:
    assert not says(PAPER, absent)


def test_what_is_empty_leaves_no_label() -> None:
    bare = replace(PAPER, nda_number="", supervision_minutes=0, uncountersigned_minutes=0)

    text = words(bare)

    assert "Déclaration d’activité" not in text
    assert "agrément" not in text
    assert "Supervision" not in text


def test_legal_lines_of_the_organisation_are_printed_in_both_languages() -> None:
    line = Bilingual("Formation à distance et en présentiel.", "Remote and on-site training.")

    text = words(replace(PAPER, legal_lines=(line,)))

    assert line.fr in text
    assert line.en in text


def test_a_training_of_one_day_has_one_date() -> None:
    one_day = replace(PAPER, first_on=date(2026, 6, 26))

    assert "en pair-aidance », le 26 juin 2026." in words(one_day)


def test_a_specimen_says_so_on_every_page_and_in_its_title() -> None:
    specimen = opened(named("Zoë Brontë", 12, specimen=True))

    assert len(specimen.pages) == 2
    for page in specimen.pages:
        assert "SPÉCIMEN" in page.extract_text()
        assert "Demonstration document, of no value" in page.extract_text()
    assert specimen.metadata is not None
    assert "SPÉCIMEN" in str(specimen.metadata.title)
    assert "SPÉCIMEN" not in words(PAPER)


def test_the_metadata_name_the_document_and_its_issuer_but_no_person() -> None:
    metadata = opened(PAPER).metadata

    assert metadata is not None
    assert metadata.title == "Attestation de fin de formation RIVE-2026-000012"
    assert metadata.author == "Association Les Deux Rives"
    assert metadata.creation_date is not None
    assert metadata.creation_date.date() == PAPER.issued_on
    assert not any("Çelik" in str(value) for value in metadata.values())


@pytest.mark.parametrize(("count", "pages"), [(2, 1), (4, 1), (5, 1), (7, 1), (8, 2), (40, 3)])
def test_up_to_seven_modules_share_the_page_and_more_have_their_own(count: int, pages: int) -> None:
    paper = named("Zoë Brontë", count)

    assert len(opened(paper).pages) == pages
    assert words(paper).count("· Achieved") == count


def test_titles_too_long_for_the_page_lose_nothing() -> None:
    long = Bilingual("Accompagner et soutenir " * 8, "Walking beside and supporting " * 8)
    paper = replace(
        PAPER,
        modules=tuple(replace(module, title=long) for module in modules(7)),
        programme=Bilingual("Très long titre " * 60, "Very long title " * 60),
    )

    text = words(paper)

    assert text.count("Accompagner et soutenir") == 56
    assert "Camille Arnaud" in text
    assert "355Q-AKGD-2AVS-QWH2" in text


def test_markup_in_a_name_is_printed_not_obeyed() -> None:
    assert "Zoë <b>&amp; O'Neil" in words(named("Zoë <b>&amp; O'Neil"))


def test_letters_and_accents_may_come_apart() -> None:
    assert "Zoë Brontë" in words(named("Zoe\u0308 Bronte\u0308"))


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render_in_child(PAPER) == drawn(PAPER)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_only_our_typefaces_are_used(name: str) -> None:
    assert {face.partition("-")[0] for face in _typefaces(named(name))} == {"Sillage"}


def _typefaces(paper: CertificateDocument) -> set[str]:
    found = set()
    for page in opened(paper).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            found.add(str(font.get_object()["/BaseFont"]).partition("+")[2])
    return found


def test_a_script_we_have_no_face_for_is_drawn_by_the_system_or_refused() -> None:
    try:
        text = words(named("李小龙"))
    except UnprintableText as refused:
        text = str(refused)
    assert "李小龙" in text or "U+674E" in text


def test_a_sign_that_nobody_can_draw_is_refused_not_boxed() -> None:
    with pytest.raises(UnprintableText, match=r"U\+13000"):
        render_in_child(named("\U00013000 Ra"))


@pytest.mark.parametrize("sign", ["\u202e", "\x07", "\n", "\ue000"])
def test_signs_that_are_no_letters_are_refused(sign: str) -> None:
    with pytest.raises(UnprintableText, match="cannot be printed"):
        render_in_child(named(f"Zoë{sign} Brontë"))


def test_drawing_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(PrintingFailed, match="more than"):
        render_in_child(PAPER, seconds=0.05)


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "find_library", lambda _name: None)

    assert not operations.printing_available()
    with pytest.raises(PrintingUnavailable, match="apt-get install libpango"):
        render_in_child(PAPER)


def test_asking_for_a_drawing_does_not_load_what_draws() -> None:
    asks = (
        "import sys, lms.printing.operations\n"
        "assert not {'weasyprint', 'fontTools', 'segno', 'lms.printing.render'} & set(sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", asks], check=False).returncode == 0


def test_json_carries_the_document_whole() -> None:
    paper = replace(PAPER, legal_lines=(Bilingual("oui", "yes"),), specimen=True)

    assert CertificateDocument.from_json(paper.to_json()) == paper


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "355QAKGD2AVSQWHI"},
        {"code": "355Q-AKGD-2AVS-QWH2"},
        {"printed_name": "  "},
        {"modules": ()},
        {"first_on": date(2026, 6, 27)},
    ],
)
def test_a_document_that_cannot_be_true_is_not_made(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"attestation|code|training"):
        replace(PAPER, **wrong)  # type: ignore[arg-type]
