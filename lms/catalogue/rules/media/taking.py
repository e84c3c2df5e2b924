"""Taking a file from a stranger: what it is, that it is harmless, and what is kept of it.

Pillow and puremagic are loaded with the first file: most processes never see one.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import BinaryIO

from lms.catalogue.models import MediaFacts, MediaKind
from lms.catalogue.rules.media.facts import KINDS, MEGABYTE, FileKind
from lms.catalogue.rules.media.lengths import begins_frame, seconds_of
from lms.catalogue.rules.media.packed import refuse_acting
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _

HEAD = 4096
AT_ONCE = 256 * 1024
OTHER_ENDINGS = {"jpeg": "jpg", "oga": "ogg", "m4v": "mp4"}


@dataclass(frozen=True, slots=True)
class Taken:
    """What is kept: its facts, its bytes (an image is made anew), and the ending of its name."""

    facts: MediaFacts
    content: BinaryIO
    ending: str


def take(name: str, source: BinaryIO, *, as_it_is: bool = False) -> Taken:
    """The file behind this name, or `RuleBroken("file")` with what is wrong.

    `as_it_is`: leave an image that was made here before as it is, so that its digest stays.
    """
    ending = ending_of(name)
    kind = KINDS.get(ending)
    if kind is None:
        raise RuleBroken(
            "file",
            _("Files of this kind are not taken. Taken are: %(kinds)s.", kinds=", ".join(KINDS)),
        )
    size = _size(source)
    if not size:
        raise RuleBroken("file", _("This file is empty."))
    if size > kind.most_bytes:
        raise RuleBroken(
            "file",
            _("This file is too large: %(most)s MB fit.", most=kind.most_bytes // MEGABYTE),
        )
    _refuse_other(source, kind, ending)
    if kind.kind is MediaKind.IMAGE:
        return _image(source, ending, as_it_is=as_it_is)
    if kind.kind is MediaKind.DOCUMENT:
        refuse_acting(source, ending)
    facts = MediaFacts(
        kind=kind.kind,
        type=kind.type,
        digest=_digest(source),
        bytes=size,
        seconds=_seconds(source, kind, ending),
    )
    return Taken(facts, source, ending)


def ending_of(name: str) -> str:
    """The end of a name, in small letters, as we write it."""
    ending = name.rpartition(".")[2].lower()
    return OTHER_ENDINGS.get(ending, ending)


def _image(source: BinaryIO, ending: str, *, as_it_is: bool) -> Taken:
    from lms.catalogue.rules.media.images import made_anew

    made = made_anew(source, ending, as_it_is=as_it_is)
    facts = MediaFacts(
        kind=MediaKind.IMAGE,
        type=KINDS[ending].type,
        digest=sha256(made.content).hexdigest(),
        bytes=len(made.content),
        width=made.width,
        height=made.height,
    )
    return Taken(facts, BytesIO(made.content), ending)


def _refuse_other(source: BinaryIO, kind: FileKind, ending: str) -> None:
    """The first bytes must be those of the kind that the name says."""
    from puremagic import PureError, magic_string

    source.seek(0)
    head = source.read(HEAD)
    source.seek(0)
    try:
        seen = {found.extension for found in magic_string(head)}
    except (PureError, ValueError):
        seen = set()
    # Sounds without a title have no sign that puremagic knows.
    bare = ending == "mp3" and begins_frame(head[:4])
    if not (seen & kind.signs or bare):
        raise RuleBroken("file", _("This file is not what its name says: “%(kind)s”.", kind=ending))


def _seconds(source: BinaryIO, kind: FileKind, ending: str) -> int | None:
    if kind.kind not in (MediaKind.AUDIO, MediaKind.VIDEO):
        return None
    seconds = seconds_of(source, ending)
    source.seek(0)
    return seconds


def _size(source: BinaryIO) -> int:
    size = source.seek(0, 2)
    source.seek(0)
    return size


def _digest(source: BinaryIO) -> str:
    digest = sha256()
    while part := source.read(AT_ONCE):
        digest.update(part)
    source.seek(0)
    return digest.hexdigest()
