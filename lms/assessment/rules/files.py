"""Which files may be handed in: recognised by what they hold, never by their name."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from lms.assessment.models import FileKind
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import Text, _

MEGABYTE = 1024 * 1024
MOST_FILES = 3
MOST_MEGABYTES = 10
MOST_BYTES = MOST_MEGABYTES * MEGABYTE
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2400
LONGEST_NAME = 120
MOST_MEMBERS = 2_000
ACCEPT = ".pdf,.jpg,.jpeg,.png,.webp,.odt,.docx,.txt,.mp3,.m4a,.ogg,.wav"
MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.TXT: "text/plain; charset=utf-8",
    FileKind.MP3: "audio/mpeg",
    FileKind.M4A: "audio/mp4",
    FileKind.OGG: "audio/ogg",
    FileKind.WAV: "audio/wav",
}
IMAGES = frozenset({".jpg", ".jpeg", ".jpe", ".jfif", ".jpg2", ".png", ".webp"})
AS_THEY_ARE = {
    ".pdf": FileKind.PDF,
    ".mp3": FileKind.MP3,
    ".mpga": FileKind.MP3,
    ".m4a": FileKind.M4A,
    ".ogg": FileKind.OGG,
    ".oga": FileKind.OGG,
    ".opus": FileKind.OGG,
    ".wav": FileKind.WAV,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenFile:
    """A file as it will be kept: an image drawn anew, a text in UTF-8, the others untouched."""

    name: str
    kind: FileKind
    content: bytes


def take(name: str, content: bytes) -> TakenFile:
    """The file as it is kept; `RuleBroken` for what is not on the list."""
    shown = shown_name(name)
    if not content:
        raise _refused(_("“%(name)s” is empty.", name=shown))
    if len(content) > MOST_BYTES:
        words = _(
            "“%(name)s” is larger than %(most)s MB. Make it smaller, or hand in a part of it.",
            name=shown,
            most=MOST_MEGABYTES,
        )
        raise _refused(words)
    found = _recognised(content)
    if found is None:
        words = _(
            "“%(name)s” is none of the kinds that can be handed in: PDF, image, odt, docx, text or"
            " sound (mp3, m4a, ogg, wav).",
            name=shown,
        )
        raise _refused(words)
    kind, kept = found
    return TakenFile(name=shown, kind=kind, content=kept)


def shown_name(name: str) -> str:
    """A file's name without its folders and without signs that could deceive a reader."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable())[-LONGEST_NAME:].strip() or "?"


def refuse_too_many(number: int) -> None:
    """`RuleBroken` for more files than one handing-in may hold."""
    if number > MOST_FILES:
        raise _refused(_("Choose at most %(most)s files.", most=MOST_FILES))


def _recognised(content: bytes) -> tuple[FileKind, bytes] | None:
    extension = _extension(content)
    if extension in IMAGES:
        return _drawn_anew(content)
    if extension in AS_THEY_ARE:
        return AS_THEY_ARE[extension], content
    if content[:4] == b"PK\x03\x04":
        kind = _document(content)
        return None if kind is None else (kind, content)
    return _plain_text(content) if extension in {"", ".txt"} else None


def _extension(content: bytes) -> str:
    # Here and below: most processes never take a file.
    import puremagic

    try:
        return str(puremagic.from_stream(io.BytesIO(content[:4096]))).lower()
    except (puremagic.PureError, ValueError):
        return ""


def _drawn_anew(content: bytes) -> tuple[FileKind, bytes] | None:
    """The same picture, upright and not larger than a page needs: nothing else is left in it."""
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return None
            picture = ImageOps.exif_transpose(opened)
            clear = "A" in picture.getbands() or "transparency" in picture.info
            picture = picture.convert("RGBA" if clear else "RGB")
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return None
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain = Image.new(picture.mode, picture.size)
    plain.paste(picture)
    drawn = io.BytesIO()
    if clear:
        plain.save(drawn, "PNG", optimize=True)
        return FileKind.PNG, drawn.getvalue()
    plain.save(drawn, "JPEG", quality=88)
    return FileKind.JPEG, drawn.getvalue()


def _document(content: bytes) -> FileKind | None:
    """A text of a word processor without macros; it is looked at, never unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    if len(members) > MOST_MEMBERS or any("vbaproject" in name.lower() for name in members):
        return None
    if "word/document.xml" in members and "[Content_Types].xml" in members:
        return FileKind.DOCX
    odt = MEDIA_TYPES[FileKind.ODT].encode()
    # The format asks for it: the first member, stored, says what the document is.
    return FileKind.ODT if content[30:].startswith(b"mimetype" + odt) else None


def _plain_text(content: bytes) -> tuple[FileKind, bytes] | None:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(ord(sign) < 32 and sign not in "\t\n\r\f" for sign in words):
            return None
        return FileKind.TXT, words.encode()
    return None


def _refused(sentence: Text) -> RuleBroken:
    return RuleBroken("documents", sentence)
