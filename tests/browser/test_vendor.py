"""The judge of accessibility is the one that was reviewed."""

from __future__ import annotations

from tests.browser.seeing import AXE, VENDOR, digest_of, vendored


def test_the_vendored_file_is_the_published_one() -> None:
    said = vendored()
    assert digest_of(AXE) == said["sha384"]
    assert AXE.read_text()[:40].startswith(f"/*! axe v{said['version']}")
    assert "Mozilla Public License" in (VENDOR / "axe-LICENSE.txt").read_text()
