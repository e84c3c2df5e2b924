"""A page may use our own files, by their names, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from weasyprint import CSS, HTML
from weasyprint.urls import FatalURLFetchingError

from lms.printing.render.assets import BASE_URL, ClosedFetcher

FOREIGN = (
    "http://localhost/logo.svg",
    "https://example.org/logo.svg",
    "file:///etc/passwd",
    Path(__file__).resolve().as_uri(),
    "ftp://example.org/logo.svg",
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>",
    BASE_URL + "unknown.svg",
    BASE_URL + "../attestation.html",
    BASE_URL + "%2e%2e/attestation.html",
    BASE_URL,
)


@pytest.mark.parametrize("url", FOREIGN)
def test_an_address_that_is_not_ours_is_refused(url: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        ClosedFetcher().fetch(url)


@pytest.mark.parametrize("url", FOREIGN[:6])
@pytest.mark.parametrize("tag", ['<img alt="x" src="{}">', '<link rel="stylesheet" href="{}">'])
def test_a_page_that_asks_for_it_is_not_drawn(url: str, tag: str) -> None:
    page = HTML(string=tag.format(url), base_url=BASE_URL, url_fetcher=ClosedFetcher())
    with pytest.raises(FatalURLFetchingError):
        page.write_pdf()


def test_a_stylesheet_that_asks_for_it_is_not_read() -> None:
    with pytest.raises(FatalURLFetchingError):
        CSS(string="@import url(http://localhost/x.css)", url_fetcher=ClosedFetcher())


def test_our_own_files_are_served_with_their_kind() -> None:
    answer = ClosedFetcher().fetch(BASE_URL + "page.svg")

    assert answer.content_type == "image/svg+xml"
    assert answer.read().startswith(b"<svg")
