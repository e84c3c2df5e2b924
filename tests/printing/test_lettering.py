"""A name is set in one face, as large as it fits, on balanced lines."""

from __future__ import annotations

import pytest

from lms.printing.render.lettering import MANY_LINE_SIZES, ONE_LINE_SIZES, letter
from tests.printing.papers import ODD_NAMES


def test_a_short_name_is_set_large_on_one_line() -> None:
    setting = letter("Zoë Brontë")

    assert (setting.face, setting.points) == ("fraunces", ONE_LINE_SIZES[0])
    assert setting.lines == ("Zoë Brontë",)


def test_a_longer_name_is_smaller_before_it_is_broken() -> None:
    setting = letter("Marie-Antoinette de Villeneuve-Bargemont")

    assert len(setting.lines) == 1
    assert setting.points < ONE_LINE_SIZES[0]


def test_a_very_long_name_breaks_near_its_middle() -> None:
    setting = letter("Jean-Étienne de La Rochefoucauld-Montmorency-Saint-Hilaire")

    assert setting.lines == ("Jean-Étienne de La Rochefoucauld-", "Montmorency-Saint-Hilaire")


@pytest.mark.parametrize(("name", "face"), [("Nguyễn Thị", "fraunces"), ("Наталья Bo", "noto")])
def test_the_whole_name_has_one_face(name: str, face: str) -> None:
    assert letter(name).face == face


@pytest.mark.parametrize("name", [*ODD_NAMES, "A" * 130, "Ana de la Cruz y " * 9])
def test_no_sign_is_lost_whatever_the_length(name: str) -> None:
    setting = letter(name)

    assert "".join(setting.lines).replace(" ", "") == name.replace(" ", "")
    assert setting.points in (*ONE_LINE_SIZES, *MANY_LINE_SIZES)
