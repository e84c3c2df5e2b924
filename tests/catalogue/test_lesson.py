"""Curriculum Markdown becomes safe, well-set HTML."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from lxml import html

from lms.catalogue.render import lesson
from lms.web.database import Application

TEXT_TAGS = {
    "p",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "pre",
    "hr",
    "strong",
    "em",
    "code",
    "br",
    "a",
}
BOX_TAGS = {"div", "table", "thead", "tbody", "tr", "th", "td"}


@pytest.fixture
def shown(house: Application) -> str:
    """A French lesson with everything that the curriculum may use."""
    with house.test_request_context(headers={"Accept-Language": "fr"}):
        return str(
            lesson(
                "## Titre\n\nIl dit : « d'accord » ! `d'accord : « x »`\n\n> Retenez.\n\n"
                "| A : b | C |\n| --- | --- |\n| un | l'autre ? |\n\n"
                "<script>alert(1)</script> [lien](https://exemple.test) [non](javascript:x)\n"
            )
        )


def test_french_typography_is_set_on_words_and_not_on_code(shown: str) -> None:
    assert "Il dit\u00a0: «\u00a0d’accord\u00a0»\u00a0!" in shown.replace("&nbsp;", "\u00a0")
    assert "<code>d'accord : « x »</code>" in shown


def test_a_quotation_is_a_box_to_keep_in_mind(shown: str) -> None:
    assert re.search(r'<div class="keep"><p class="keep-t">[^<]+</p>\s*<p>Retenez.</p>', shown)


def test_a_table_tells_each_cell_its_column(shown: str) -> None:
    tree = html.fromstring(shown)
    assert tree.xpath("//div[@class='lesson-box']/table/@role") == ["table"]
    assert tree.xpath("//td/@data-l") == ["C"]
    assert tree.xpath("//tbody//th[@scope='row']/text()") == ["un"]
    assert tree.xpath("//td/text()") == ["l’autre\u00a0?"]


def test_markup_in_the_source_is_shown_and_never_run(shown: str) -> None:
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown
    assert 'href="javascript' not in shown
    assert 'href="https://exemple.test"' in shown


@given(words=some.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_text_whatever_gives_other_tags(house: Application, words: str) -> None:
    with house.test_request_context():
        made = str(lesson(words))
    tree = html.fragment_fromstring(made, create_parent="section")
    tags = {node.tag for node in tree.iter() if isinstance(node.tag, str)} - {"section"}
    assert tags <= TEXT_TAGS | BOX_TAGS
    assert not tree.xpath("//@*[starts-with(name(), 'on') or name() = 'style']")
