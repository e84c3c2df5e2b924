"""What Markdown says beside words: headings, links, images."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lms.catalogue.rules.lint.blocks import Block, Link
from lms.catalogue.rules.lint.findings import Code, Finding
from lms.catalogue.rules.lint.folder import Folder
from lms.catalogue.rules.lint.pages import Passage
from lms.catalogue.rules.media.facts import FILE_NAME, FOLDER

FIRST_LEVEL, LAST_LEVEL = 2, 4
SCHEMES = ("https://", "mailto:", "tel:", f"{FOLDER}/")
LONGEST_ALT = 250
USELESS = (
    "image de ",
    "image d'",
    "image of ",
    "photo de ",
    "photo d'",
    "photo of ",
    "picture of ",
)
BARE = re.compile(
    r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:fr|org|com|net|eu|io)\b(?:/\S*)?"
)
EMPTY_WORDS = {
    "ici",
    "cliquez ici",
    "cliquer ici",
    "lien",
    "ce lien",
    "le lien",
    "cette page",
    "plus",
    "en savoir plus",
    "lire la suite",
    "voir",
    "here",
    "click here",
    "link",
    "this link",
    "the link",
    "this page",
    "more",
    "read more",
    "learn more",
    "see",
}


def mark_findings(folder: Folder) -> Iterator[Finding]:
    """Headings in order, links that say where they lead, images that are described."""
    for passage in folder.passages:
        yield from _headings(passage)
        for block in passage.blocks:
            yield from _links(passage, block)
            for words in block.images:
                if sentence := _undescribed(words):
                    yield Finding(passage.file, block.line, Code.ALT, sentence)


def _undescribed(words: str) -> str:
    if not words:
        return "an image without alternative text: say what it shows"
    if FILE_NAME.fullmatch(words) or words.casefold().startswith(USELESS):
        return f"“{words}”: say what the image shows, not that it is one"
    if len(words) > LONGEST_ALT:
        return f"{len(words)} signs: say it in {LONGEST_ALT}, and the rest in the text"
    return ""


def _headings(passage: Passage) -> Iterator[Finding]:
    before = FIRST_LEVEL - 1
    for block in passage.blocks:
        if block.kind != "heading":
            continue
        if sentence := _misplaced(block, before):
            yield Finding(passage.file, block.line, Code.HEADING, sentence)
        before = block.level


def _misplaced(block: Block, before: int) -> str:
    marks = "#" * block.level
    if not block.text.strip():
        return "a heading without words"
    if not FIRST_LEVEL <= block.level <= LAST_LEVEL:
        return f"“{marks}” is not used: headings go from “##” to “####”"
    if block.level > before + 1:
        above = "the title" if before < FIRST_LEVEL else f"“{'#' * before}”"
        return f"“{marks}” right below {above}: a level was skipped"
    return ""


def _links(passage: Passage, block: Block) -> Iterator[Finding]:
    for link in block.links:
        if not link.address.startswith(SCHEMES):
            sentence = f"“{link.address}”: an address begins with https://, mailto: or tel:"
            yield Finding(passage.file, block.line, Code.LINK, sentence)
        if sentence := _silent(link):
            yield Finding(passage.file, block.line, Code.LINK_WORDS, sentence)
    linked = {link.words for link in block.links}
    for bare in re.findall(r"(?:https?://|www\.)\S+", block.text):
        if not any(bare in words for words in linked):
            sentence = f"“{bare}”: write a link whose words say where it leads"
            yield Finding(passage.file, block.line, Code.LINK_WORDS, sentence)


def _silent(link: Link) -> str:
    words = " ".join(link.words.split())
    if not words:
        return "a link without words"
    if words.casefold().strip(" .…:") in EMPTY_WORDS:
        return f"“{words}” does not say where the link leads"
    # A mail address or a telephone number is worth reading, an address of the web is not.
    if link.address.startswith("http") and BARE.fullmatch(words):
        return f"“{words}”: write in words where the link leads"
    return ""
