"""The files of a programme in which nothing is written yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lms.catalogue.rules.drafting.front import with_entries
from lms.catalogue.rules.drafting.naming import slug_of
from lms.catalogue.rules.places import LANGUAGES

NOTHING = dict.fromkeys(LANGUAGES, "")


def blank_programme(
    title: Mapping[str, str], domains: Sequence[Mapping[str, Any]]
) -> dict[str, str]:
    """A programme with its title, on this competence framework."""
    slug = slug_of(title["fr"], fallback="programme")
    rules = {
        "check_percent": 80,
        "supervision_minutes": 0,
        "unanswered_counts": False,
        "source": NOTHING,
    }
    lines = with_entries("", {"slug": slug, "title": dict(title), "summary": NOTHING})
    lines += with_entries("", {"aims": [], "audience": NOTHING, "access": NOTHING})
    lines += with_entries("", {"modules": []})
    return {
        f"programmes/{slug}/programme.toml": with_entries(lines, {"rules": rules}),
        "framework.toml": with_entries("", {"domain": [dict(domain) for domain in domains]}),
    }
