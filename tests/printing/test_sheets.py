"""A signature sheet on paper: what the law asks for, no cause of an absence, equal bytes."""

from __future__ import annotations

import io

import pypdf
import pytest

from lms.printing.models import SheetDocument, UnprintableText
from lms.printing.operations import render_in_child
from tests.printing.papers import ODD_NAMES
from tests.printing.sheets import drawn, sheet, words

NAMES = ("Ana Roux", "Awa Diop", "Léo Martin", "Zoë Brontë", "Ida Blanc", "Noé Vidal")


def test_it_holds_the_facts_of_the_law_and_a_line_for_each_person_and_half_day() -> None:
    text = words(drawn(sheet(NAMES, halves=2)))
    for fact in (
        "AssociationLesDeuxRives",
        "846901234",
        "Premierspasenpair-aidance",
        "22novembre2026",
        "de9hà12h(3h)",
        "Salle2",
        "àdistance",
        "animelaséance",
        "Signéhorsdélai",
        "pasderéseausurplace",
        "Lignecorrigée",
        "Version2,closele23novembre2026",
    ):
        assert fact in text, fact
    assert all(text.count("".join(name.split())) == 2 for name in NAMES)


def test_an_empty_sheet_has_room_to_sign_by_hand() -> None:
    text = words(drawn(sheet(NAMES, blank=True)))
    assert "Feuillevierge" in text
    assert "Signédepuis" not in text
    assert "séancederattrapage" in text


def test_the_same_sheet_has_the_same_bytes() -> None:
    assert render_in_child(sheet(NAMES)) == drawn(sheet(NAMES))


def test_it_reads_back_what_it_wrote() -> None:
    paper = sheet(NAMES, halves=2)
    assert SheetDocument.from_json(paper.to_json()) == paper


def test_a_long_list_goes_on_over_pages() -> None:
    pdf = drawn(sheet(NAMES * 9, halves=2))
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) > 3


def test_a_control_sign_is_refused() -> None:
    with pytest.raises(UnprintableText):
        drawn(sheet(("Ana\u202eRoux",)))


def test_names_of_many_scripts_are_drawn() -> None:
    assert drawn(sheet(ODD_NAMES)).startswith(b"%PDF-")
