"""Names compared by verification, and names of files."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.certification.rules.naming import (
    asked_name,
    distinct_names,
    file_name,
    name_key,
    name_keys_typed,
    number_of,
)
from lms.certification.rules.sheet import index_sheet, safe_cell

NOVEMBER = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("printed", "family", "asked"),
    [
        ("Awa Diop", "Diop", "Diop"),
        ("Awa Diop-Ndiaye", "Diop-Ndiaye", "Diop-Ndiaye"),
        ("DIOP Awa", "Diop", "Diop"),
        ("Awa Ndiaye", "Diop", "Ndiaye"),
        ("Zoë de La Tour", "de La Tour", "de La Tour"),
        ("O", "O", "O"),
        ("田中花子", "田中", "田中花子"),
    ],
)
def test_the_name_asked_stands_in_the_printed_name(printed: str, family: str, asked: str) -> None:
    assert asked_name(printed, family) == asked
    assert name_key(asked) in name_keys_typed(printed)


@pytest.mark.parametrize(
    ("asked", "typed"),
    [
        ("Diop", "  DIOP "),
        ("Diop", "Awa Diop"),
        ("Diop", "Diop Awa"),
        ("Brontë", "bronte"),
        ("Diop-Ndiaye", "diop ndiaye"),
        ("O’Brien", "o'brien"),
        ("Œuvrard", "oeuvrard"),
    ],
)
def test_a_name_is_recognised_however_it_is_typed(asked: str, typed: str) -> None:
    assert name_key(asked) in name_keys_typed(typed)


@pytest.mark.parametrize("typed", ["Dio", "Diopp", "Ndiaye", "", "D i o p"])
def test_another_name_is_not_recognised(typed: str) -> None:
    assert name_key("Diop") not in name_keys_typed(typed)


@given(st.text(max_size=300))
def test_every_typed_name_takes_the_same_number_of_comparisons(typed: str) -> None:
    assert len(name_keys_typed(typed)) == 15


def test_files_have_readable_names() -> None:
    assert file_name(NOVEMBER, "Diop", "Awa", "N-1") == "attestation_2026-11_diop_awa.pdf"
    assert file_name(NOVEMBER, "Le Goff", "", "N-1") == "attestation_2026-11_le-goff.pdf"
    assert file_name(NOVEMBER, "../../x", "\\y", "N-1") == "attestation_2026-11_x_y.pdf"
    assert file_name(NOVEMBER, "…", "", "ORG-1") == "attestation_2026-11_org-1.pdf"


def test_no_two_files_of_an_archive_have_the_same_name() -> None:
    given_names = ["a.pdf", "a.pdf", "a_2.pdf", "a.pdf", "b.pdf"]
    assert list(distinct_names(given_names)) == [
        "a.pdf",
        "a_2.pdf",
        "a_2_2.pdf",
        "a_3.pdf",
        "b.pdf",
    ]


def test_numbers_carry_the_organisation_and_the_year() -> None:
    assert number_of("RIVE", 2026, 12) == "RIVE-2026-000012"


@pytest.mark.parametrize("cell", ["=1+1", "+33", "-2", "@x", "  =cmd()", "\t=1", "＝1"])
def test_no_cell_of_the_index_is_a_formula(cell: str) -> None:
    assert safe_cell(cell).startswith("'")


def test_the_index_opens_in_a_spreadsheet() -> None:
    assert index_sheet(["Nom"], [["Zoë; Awa"]]) == '\ufeffNom\r\n"Zoë; Awa"\r\n'.encode()
