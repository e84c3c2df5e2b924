"""French typography of plain words."""

from __future__ import annotations

import pytest

from lms.web.i18n import typeset


@pytest.mark.parametrize(
    ("written", "set_as"),
    [
        ("Ça va ?", "Ça va~?"),
        ("« Oui » : non !", "«~Oui~»~: non~!"),
        ("l'essentiel", "l’essentiel"),
        ("de 0 h 55 à 1 h 20", "de 0~h~55 à 1~h~20"),
        ("45 min, 80 %, 1 200 h", "45~min, 80~%, 1~200~h"),
        ("le 15 ou le 112", "le 15 ou le 112"),
    ],
)
def test_signs_and_units_stay_with_their_words(written: str, set_as: str) -> None:
    assert typeset(written) == set_as.replace("~", "\u00a0")
