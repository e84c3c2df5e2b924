"""Documents that act by themselves: macros, scripts and links to programs are refused."""

from __future__ import annotations

import re
import struct
import zlib
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from lms.catalogue.rules.media.facts import KINDS
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _

MOST_ENTRIES = 2000
TYPE_SIGNS = 200
ACTING = re.compile(
    r"vbaproject|vbadata|\.bin$|^basic/|^scripts/|\.(?:exe|js|vbs|bat|cmd|ps1|jar|dll|html?|svg)$",
    re.IGNORECASE,
)
ACTING_PDF = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles|OpenAction|AA)\b")
AT_ONCE = 256 * 1024
OVERLAP = 32
INSIDE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
BROKEN = (
    BadZipFile,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)


def refuse_acting(source: BinaryIO, ending: str) -> None:
    """`RuleBroken("file")` for a document that could do something, or is none of its kind."""
    if ending == "pdf":
        acts, other = _pdf_acts(source), False
    else:
        names, declared = _inside(source)
        acts = any(ACTING.search(name) for name in names)
        other = INSIDE[ending] not in names if ending in INSIDE else declared != KINDS[ending].type
    source.seek(0)
    if other:
        raise RuleBroken("file", _("This file is not what its name says: “%(kind)s”.", kind=ending))
    if acts:
        raise RuleBroken(
            "file", _("This document acts by itself: save it again without macros or scripts.")
        )


def _pdf_acts(source: BinaryIO) -> bool:
    source.seek(0)
    before = b""
    while part := source.read(AT_ONCE):
        if ACTING_PDF.search(before + part):
            return True
        before = part[-OVERLAP:]
    return False


def _inside(source: BinaryIO) -> tuple[list[str], str]:
    """The names in a packed document, and the type that it declares; nothing is unpacked."""
    source.seek(0)
    try:
        with ZipFile(source) as packed:
            names = packed.namelist()
            if len(names) > MOST_ENTRIES:
                raise BadZipFile
            declared = b""
            if "mimetype" in names:
                with packed.open("mimetype") as opened:
                    declared = opened.read(TYPE_SIGNS)
            return names, declared.decode("ascii", "replace").strip()
    except BROKEN as broken:
        raise RuleBroken("file", _("This document cannot be read: save it again.")) from broken
