"""The folder that a person takes away: the PDF, a page to read on a screen, and the files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from jinja2 import Environment
from zipstream import ZIP_DEFLATED, ZIP_STORED, ZipStream

from lms.certification.rules.naming import distinct_names
from lms.portfolio.queries.contents import Attached, Contents
from lms.portfolio.render.written import Written, title_of_part, written
from lms.printing.models import BookletDocument, BookletSection
from lms.storage.operations import FileDamaged
from lms.vault.rules import SealBroken
from lms.web.i18n import day, gettext

STYLE = "privacy/assets/export.css"
PAPER = "portfolio.pdf"
LONGEST_NAME = 80
MOST_SIGNS_ON_PAPER = 300_000
"""Of texts, about 120 pages: what is beyond is in the folder's page alone."""
RESERVED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """What one folder is made of, and what draws a paper."""

    contents: Contents
    locale: str
    made_on: date
    draw: Callable[[BookletDocument], bytes]


def archive_of(env: Environment, making: Making) -> Iterator[bytes]:
    """The bytes of the ZIP; needs an application context in the reader's language."""
    placed = _placed(making.contents)
    told = [[(address, file.name) for address, file in files] for files in placed]
    parts = written(making.contents, told)
    lost = sum(len(part.files) for part in making.contents.parts) - sum(map(len, placed))
    archive = ZipStream(compress_type=ZIP_DEFLATED)
    archive.add(making.draw(booklet_of(making, parts)), PAPER, compress_type=ZIP_STORED)
    archive.add(_page(env, making, parts, lost), "index.html")
    archive.add(_source(env, STYLE), "style.css")
    for files in placed:
        for address, file in files:
            archive.add(_bytes(file), address, compress_type=ZIP_STORED)
    yield from archive


def booklet_of(making: Making, parts: Sequence[Written]) -> BookletDocument:
    """The same parts for paper; texts beyond what paper holds are left to the page."""
    left = MOST_SIGNS_ON_PAPER
    sections = []
    for part in parts:
        size = sum(len(words) for _heading, block in part.texts for words in block)
        texts = part.texts
        if size > left:
            texts = (("", (gettext("This text is in the file index.html, beside this one."),)),)
        left -= min(size, left)
        sections.append(
            BookletSection(
                kind=part.kind,
                title=part.title,
                about=part.about,
                facts=tuple(part.facts),
                texts=tuple((heading, tuple(block)) for heading, block in texts),
                files=tuple(name for _address, name in part.files),
            )
        )
    return BookletDocument(
        language=making.locale,
        title=gettext("Portfolio"),
        name=making.contents.name,
        made=_made(making),
        files_label=gettext("Files in the folder"),
        sections=tuple(sections),
    )


def safe_name(words: str) -> str:
    """A name that every system takes: accents stay, what cannot stand in a name goes."""
    plain = unicodedata.normalize("NFC", words).replace("\u00a0", " ")
    kept = "".join(s for s in plain if unicodedata.category(s)[0] != "C")
    kept = " ".join(RESERVED.sub(" ", kept).split()).strip(". ")
    if len(kept) > LONGEST_NAME:
        stem, dot, ending = kept.rpartition(".")
        short = len(ending) <= 5 and bool(stem)
        kept = (
            stem[: LONGEST_NAME - len(ending) - 1].rstrip(". ") + dot + ending
            if short
            else kept[:LONGEST_NAME].rstrip(". ")
        )
    return f"_{kept}" if DEVICES.match(kept) else kept or "_"


def _placed(contents: Contents) -> list[list[tuple[str, Attached]]]:
    """The files of each part that can be read, each with its address in the folder."""
    found = []
    for number, part in enumerate(contents.parts, 1):
        folder = f"{number:02} {safe_name(title_of_part(part))}"
        readable = [file for file in part.files if _reads(file)]
        names = distinct_names(safe_name(file.name) for file in readable)
        addresses = [f"{folder}/{name}" for name in names]
        found.append(list(zip(addresses, readable, strict=True)))
    return found


def _page(env: Environment, making: Making, parts: Sequence[Written], lost: int) -> bytes:
    page = env.get_template("portfolio/folder.html").render(
        lang=making.locale,
        name=making.contents.name,
        made=_made(making),
        parts=parts,
        paper=PAPER,
        lost=lost,
    )
    return page.encode()


def _made(making: Making) -> str:
    return gettext("Composed by the person, %(day)s", day=day(making.made_on))


def _source(env: Environment, name: str) -> bytes:
    if env.loader is None:
        raise RuntimeError("templates have no loader")
    return env.loader.get_source(env, name)[0].encode()


def _reads(file: Attached) -> bool:
    try:
        file.content()
    except (OSError, FileDamaged, SealBroken):
        # A damaged file must not keep everything else from the person: the page says so.
        return False
    return True


def _bytes(file: Attached) -> Iterator[bytes]:
    yield file.content()
