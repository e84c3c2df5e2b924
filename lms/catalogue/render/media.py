"""Images, players and downloads in the place of what a text says of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote

from markdown_it.token import Token

from lms.catalogue.models import MediaKind
from lms.catalogue.rules.media import MediaItem
from lms.web.i18n import gettext as _
from lms.web.i18n import in_type, language

KILOBYTE, MEGABYTE = 1000, 1_000_000
BEGINNING = "media/"
LANGUAGE_NAMES = {"fr": "Français", "en": "English"}
TAGS = {"img", "figure", "figcaption", "audio", "video", "track", "details", "summary", "span"}
ATTRIBUTES = {
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "figure": {"class"},
    "span": {"class"},
    "audio": {"src", "controls", "preload", "aria-label"},
    "video": {"src", "controls", "preload", "aria-label", "playsinline"},
    "track": {"kind", "src", "srclang", "label", "default"},
}


@dataclass(frozen=True, slots=True)
class Gallery:
    """The media of the module that a page shows, and the address below which they are served.

    `stamp` changes when a draft does; a published version has none. `paper`: nothing is played.
    """

    base: str
    items: tuple[MediaItem, ...] = field(compare=False)
    stamp: str = ""
    paper: bool = False

    def named(self, target: str) -> MediaItem | None:
        """The file that a text refers to."""
        name = target.removeprefix(BEGINNING)
        return next((i for i in self.items if i.name == name), None) if name != target else None

    def address(self, name: str) -> str:
        return self.base + quote(name)


def size_words(count: int) -> str:
    """The weight of a file as people say it: 340 KB, 1.2 MB."""
    if count < MEGABYTE:
        return _("%(size)s KB", size=str(max(1, round(count / KILOBYTE))))
    size = f"{count / MEGABYTE:.1f}"
    return _("%(size)s MB", size=size.replace(".", ",") if language() == "fr" else size)


def length_words(seconds: int) -> str:
    """How long it takes to listen: 45 s, 3 min 20 s."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return _("%(rest)s s", rest=rest)
    if not rest:
        return _("%(minutes)s min", minutes=minutes)
    return _("%(minutes)s min %(rest)s s", minutes=minutes, rest=rest)


def kind_words(kind: MediaKind) -> str:
    """What a file is."""
    return {
        MediaKind.IMAGE: _("image"),
        MediaKind.AUDIO: _("sound"),
        MediaKind.VIDEO: _("film"),
        MediaKind.DOCUMENT: _("document"),
    }[kind]


def facts_words(item: MediaItem) -> str:
    """What a reader wants to know before pressing: the kind, the length, the weight."""
    facts = item.facts
    words = [
        item.name.rpartition(".")[2].upper()
        if facts.kind is MediaKind.DOCUMENT
        else kind_words(facts.kind)
    ]
    if facts.seconds:
        words.append(length_words(facts.seconds))
    return in_type(", ".join([*words, size_words(facts.bytes)]))


def show_media(tokens: Sequence[Token], gallery: Gallery, locale: str) -> Iterator[Token]:
    """The tokens with their media in place; what is not there is not shown."""
    for place, token in enumerate(tokens):
        inline = tokens[place + 1] if token.type == "paragraph_open" else token
        item = _alone(inline, gallery) if inline.type == "inline" else None
        if item is not None and token.type == "paragraph_open":
            words = "".join(child.content for child in (inline.children or ())[1:-1])
            anchor = str(token.attrGet("id") or "")
            yield _block(_player(item, words, gallery, locale), anchor)
        elif (token.type == "inline" and item is not None) or (
            token.type == "paragraph_close" and _alone(tokens[place - 1], gallery) is not None
        ):
            continue
        else:
            if token.children:
                _place_images(token.children, gallery)
            yield token


def _block(html: str, anchor: str) -> Token:
    """The block of a player; one that can be commented on is the anchor that its text was."""
    if anchor:
        html = f"<div id='{escape(anchor)}'>{html}</div>"
    return Token("html_block", "", 0, content=f"{html}\n")


def _alone(inline: Token, gallery: Gallery) -> MediaItem | None:
    """The file of a paragraph that is nothing but a link to it."""
    children = inline.children or []
    if len(children) < 3 or children[0].type != "link_open" or children[-1].type != "link_close":
        return None
    if any(child.type in ("link_open", "link_close") for child in children[1:-1]):
        return None
    return gallery.named(str(children[0].attrGet("href") or ""))


def _place_images(children: Sequence[Token], gallery: Gallery) -> None:
    for child in children:
        if child.type != "image":
            continue
        item = gallery.named(str(child.attrGet("src") or ""))
        facts = item.facts if item else None
        if item is None or facts is None or facts.kind is not MediaKind.IMAGE:
            child.type, child.tag, child.content, child.children = "text", "", "", None
            continue
        child.attrs = {
            "src": gallery.address(item.name),
            "alt": "",
            "width": str(facts.width or ""),
            "height": str(facts.height or ""),
            "loading": "eager" if gallery.paper else "lazy",
            "decoding": "async",
        }


def _player(item: MediaItem, words: str, gallery: Gallery, locale: str) -> str:
    """HTML that the caller cleans like everything else; words are escaped here."""
    title, about = escape(in_type(words)), escape(facts_words(item))
    told = f"<span class='muted'>{about}</span>"
    if item.facts.kind is MediaKind.DOCUMENT:
        address = escape(gallery.address(item.name))
        return f"<p class='media-doc'><a href='{address}'>{title}</a> {told}</p>"
    if item.facts.kind is MediaKind.IMAGE:
        return ""
    shown = _on_paper() if gallery.paper else _played(item, title, gallery)
    caption = f"<figcaption><strong>{title}</strong> {told}</figcaption>"
    read = _transcript(item, locale, paper=gallery.paper)
    return f"<figure class='media'>{caption}{shown}{read}</figure>"


def _on_paper() -> str:
    return f"<p class='muted'>{escape(_('To be heard or seen on the site.'))}</p>"


def _played(item: MediaItem, title: str, gallery: Gallery) -> str:
    """A native player that loads nothing before it is pressed; `title` is escaped."""
    tag = item.facts.kind.value
    address = escape(gallery.address(item.name))
    inline = " playsinline" if item.facts.kind is MediaKind.VIDEO else ""
    tracks = "".join(_track(item, locale, gallery) for locale in sorted(item.captions))
    said = f"controls preload='none'{inline} src='{address}' aria-label='{title}'"
    return f"<{tag} {said}>{tracks}</{tag}>"


def _track(item: MediaItem, locale: str, gallery: Gallery) -> str:
    address = escape(gallery.address(f"{item.name}.{locale}.vtt"))
    label = LANGUAGE_NAMES.get(locale, locale)
    chosen = " default" if locale == language() else ""
    return f"<track kind='captions' srclang='{locale}' label='{label}' src='{address}'{chosen}>"


def _transcript(item: MediaItem, locale: str, *, paper: bool) -> str:
    """What is said, for whoever reads: the reader's language first, else the one that there is."""
    from lms.catalogue.render.lessons import lesson

    text = item.transcripts.get(locale) or next(iter(item.transcripts.values()), "")
    if not text:
        return ""
    said = f"<div class='said'>{lesson(text, deeper=2)}</div>"
    if paper:
        return f"<p><strong>{escape(_('Transcript'))}</strong></p>{said}"
    return f"<details><summary>{escape(_('Read the transcript'))}</summary>{said}</details>"
