"""Curriculum Markdown as HTML: the only module that vouches for markup.

HTML in the source is off, the result is cleaned against explicit lists, and French typography is
set on words alone, never on code or addresses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import nh3
from jinja2 import pass_context
from jinja2.runtime import Context
from markdown_it.token import Token
from markupsafe import Markup, escape

from lms.catalogue.render.media import ATTRIBUTES as MEDIA_ATTRIBUTES
from lms.catalogue.render.media import TAGS as MEDIA_TAGS
from lms.catalogue.render.media import Gallery, show_media
from lms.catalogue.rules.passages import MARKDOWN, openings
from lms.catalogue.rules.terms import Terms, link_terms
from lms.web.i18n import gettext as _
from lms.web.i18n import language, typeset

BLOCKS = {"p", "h2", "h3", "h4", "h5", "ul", "ol", "li", "pre", "hr", "div"}
INLINE = {"strong", "em", "code", "br", "a"}
TABLES = {"table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {
    "a": {"href", "class", "data-meaning"},
    "div": {"class", "id"},
    **{heading: {"id"} for heading in ("h2", "h3", "h4", "h5", "ul", "pre")},
    "p": {"class", "id"},
    "ol": {"start", "id"},
    "table": {"role", "id"},
    "thead": {"role"},
    "tbody": {"role"},
    "tr": {"role"},
    "th": {"role", "scope"},
    "td": {"role", "data-l"},
}
CLEANER = nh3.Cleaner(
    tags=BLOCKS | INLINE | TABLES | MEDIA_TAGS,
    attributes={**ATTRIBUTES, **MEDIA_ATTRIBUTES},
    url_schemes={"https", "mailto", "tel"},
)
NOTHING = Gallery("", ())
HEADINGS = {"heading_open", "heading_close"}
LOWEST = 5
ROLES = {
    "table_open": "table",
    "thead_open": "rowgroup",
    "tbody_open": "rowgroup",
    "tr_open": "row",
    "th_open": "columnheader",
    "td_open": "cell",
}


class Linked(NamedTuple):
    """The terms to look for in a text, and the address of the glossary that explains them."""

    terms: Terms
    page: str


def lesson(
    markdown: str,
    deeper: int = 0,
    linked: Linked | None = None,
    gallery: Gallery | None = None,
) -> Markup:
    """Curriculum Markdown in the reader's language.

    `deeper`: by how many levels its headings lie lower, below other headings of the page.
    """
    return _rendered(markdown, language(), _("Keep in mind"), deeper, linked, gallery or NOTHING)


@pass_context
def lesson_on(
    page: Context, markdown: str, deeper: int = 0, linked: Linked | None = None
) -> Markup:
    """The template filter: the media that a text shows are those of the page's `gallery`."""
    return lesson(markdown, deeper, linked, page.get("gallery"))


class Part(NamedTuple):
    """A part of a text: a heading of the second level and what follows, passages `first` on."""

    first: int
    heading: str
    html: Markup


def parts(
    markdown: str, linked: Linked | None = None, gallery: Gallery | None = None
) -> tuple[Part, ...]:
    """The same text part by part; each passage is an anchor (p-3)."""
    return _parts(markdown, language(), _("Keep in mind"), linked, gallery or NOTHING)


@pass_context
def parts_on(page: Context, markdown: str, linked: Linked | None = None) -> tuple[Part, ...]:
    """The template filter: as `lesson_on`."""
    return parts(markdown, linked, page.get("gallery"))


@lru_cache(maxsize=1024)
def _parts(
    markdown: str, locale: str, keep: str, linked: Linked | None, gallery: Gallery
) -> tuple[Part, ...]:
    tokens = MARKDOWN.parse(markdown)
    # Before anything else moves: a number must never depend on how a text is shown.
    starts = []
    for number, token in openings(tokens):
        token.meta["passage"] = f"p-{number}"
        if number == 1 or token.tag == "h2":
            starts.append((number, tokens.index(token)))
    _dress(tokens, locale, 0, linked)
    ends = [start for _number, start in starts[1:]] + [len(tokens)]
    return tuple(
        Part(number, _heading_at(tokens, start), _html(tokens[start:end], keep, gallery, locale))
        for (number, start), end in zip(starts, ends, strict=True)
    )


def _heading_at(tokens: Sequence[Token], start: int) -> str:
    return _plain(tokens[start + 1]) if tokens[start].type == "heading_open" else ""


@lru_cache(maxsize=1024)
def _rendered(
    markdown: str, locale: str, keep: str, deeper: int, linked: Linked | None, gallery: Gallery
) -> Markup:
    tokens = MARKDOWN.parse(markdown)
    _dress(tokens, locale, deeper, linked)
    return _html(tokens, keep, gallery, locale)


def _dress(tokens: Sequence[Token], locale: str, deeper: int, linked: Linked | None) -> None:
    if linked is not None:
        link_terms(tokens, linked.terms, linked.page)
    for token in tokens:
        if token.type in HEADINGS:
            token.tag = f"h{min(int(token.tag[1]) + deeper, LOWEST)}"
    if locale == "fr":
        _typeset(tokens)
    _dress_tables(tokens)
    for token in tokens:
        if "passage" in token.meta:
            token.attrSet("id", token.meta["passage"])


def _html(tokens: Sequence[Token], keep: str, gallery: Gallery, locale: str) -> Markup:
    framed = list(_frame(list(show_media(tokens, gallery, locale)), keep))
    html = MARKDOWN.renderer.render(framed, MARKDOWN.options, {})
    return Markup(CLEANER.clean(html))  # noqa: S704 - cleaned on this very line


def _typeset(tokens: Sequence[Token]) -> None:
    for token in tokens:
        for child in token.children or ():
            if child.type == "text":
                child.content = typeset(child.content)
            elif "data-meaning" in child.attrs:
                child.attrSet("data-meaning", typeset(str(child.attrs["data-meaning"])))


def _dress_tables(tokens: Sequence[Token]) -> None:
    """Roles and labels with which the stylesheet turns rows into cards on telephones."""
    heads: list[str] = []
    column = 0
    for position, token in enumerate(tokens):
        if token.type in ROLES:
            token.attrs = {"role": ROLES[token.type]}
        if token.type == "table_open":
            heads = []
        elif token.type == "tr_open":
            column = 0
        elif token.type == "th_open":
            token.attrSet("scope", "col")
            heads.append(_plain(tokens[position + 1]))
        elif token.type == "td_open":
            _dress_cell(token, tokens[position + 2], heads, column)
            column += 1


def _dress_cell(opening: Token, closing: Token, heads: Sequence[str], column: int) -> None:
    if column:
        opening.attrSet("data-l", heads[column])
        return
    # The first cell names its row.
    opening.tag = closing.tag = "th"
    opening.attrs = {"role": "rowheader", "scope": "row"}


def _plain(inline: Token) -> str:
    return "".join(child.content for child in inline.children or ())


def _frame(tokens: Sequence[Token], keep: str) -> Iterator[Token]:
    """Tables in a box that knows its width, and quotations as what to keep in mind."""
    around = {
        "table_open": '<div class="lesson-box">',
        "blockquote_open": f'<div class="keep"><p class="keep-t">{escape(keep)}</p>',
        "table_close": "</div>",
        "blockquote_close": "</div>",
    }
    for token in tokens:
        frame = around.get(token.type)
        if token.type == "blockquote_open" and "passage" in token.meta:
            frame = f"{frame}".replace('"keep"', f'"keep" id="{token.meta["passage"]}"', 1)
        block = Token("html_block", "", 0, content=frame or "")
        kept = not token.type.startswith("blockquote")
        if frame and token.nesting == 1:
            yield block
        if kept:
            yield token
        if frame and token.nesting == -1:
            yield block
