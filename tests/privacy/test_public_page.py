"""The public page tells, in both languages, what the code does today."""

from __future__ import annotations

import pytest

from lms.accounts.rules.people import SIGN_IN_LINK_WITHIN
from lms.drafts import rules as drafts
from lms.exports.rules import pace
from lms.privacy.rules.erasures import KEPT_OPEN
from lms.retention.rules import RULES
from lms.web.database import Application
from tests.client import Client


@pytest.mark.parametrize(
    ("language", "phrases"),
    [
        (
            "fr",
            (
                "dans les {link} minutes",
                "chiffré, pendant {form} heures",
                "chiffré, pendant {export} heures",
                "effacé après {erased} jours",
                "3 ans après l’acte",
            ),
        ),
        (
            "en",
            (
                "within {link} minutes",
                "encrypted, for {form} hours",
                "encrypted, for {export} hours",
                "erased after {erased} days",
                "3 years after the act",
            ),
        ),
    ],
)
def test_durations_and_rights_are_told(
    app: Application, language: str, phrases: tuple[str, ...]
) -> None:
    stranger = Client(app)
    page = stranger.read("/privacy")
    if language == "en":
        page = stranger.send(page.form("/language"), "/privacy", lang="en")
    figures = {
        "link": SIGN_IN_LINK_WITHIN.seconds // 60,
        "form": drafts.KEPT_FOR.days * 24,
        "export": pace.KEPT_FOR.days * 24,
        "erased": KEPT_OPEN.days,
    }
    words = page.words.replace("\u00a0", " ")
    assert [one for one in phrases if one.format(**figures) not in words] == []
    assert len(page.tree.xpath("(//table)[2]/tbody/tr")) == len(RULES)
