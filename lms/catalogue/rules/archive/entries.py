"""What an archive says of its files, judged before a byte of them is opened."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable, Sequence
from unicodedata import normalize
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipInfo

from lms.catalogue.rules.archive.faults import ArchiveFault, ArchiveRefused, fault
from lms.catalogue.rules.archive.places import folder_around, is_litter, is_text, kind_of
from lms.catalogue.rules.media.facts import is_media
from lms.kernel.text import Text, _

LONGEST_PATH = 160
DRIVE = re.compile(r"[A-Za-z]:")
ENCRYPTED = 0x1 | 0x40 | 0x2000
DOS_VOLUME = 0x08
ACTIVE_KINDS = {"html", "htm", "xhtml", "svg", "xml", "js", "mjs", "css", "exe", "sh", "bat", "php"}
PACKED_KINDS = {"zip", "gz", "tgz", "bz2", "xz", "7z", "rar", "tar", "jar", "epub"}

Entry = tuple[str, ZipInfo]


def wanted_entries(infos: Sequence[ZipInfo]) -> tuple[list[Entry], list[str]]:
    """The files to read by their path in the curriculum, and those left out without harm.

    Raises `ArchiveRefused` with all that is wrong with names and kinds.
    """
    faults = [found for info in infos if (found := _strange(info)) is not None]
    faults += _alike(info.orig_filename for info in infos)
    if faults:
        raise ArchiveRefused(faults)
    files = [info for info in infos if not info.orig_filename.endswith("/")]
    left = [info.orig_filename for info in files if is_litter(info.orig_filename)]
    named = [info for info in files if not is_litter(info.orig_filename)]
    around = folder_around([info.orig_filename for info in named])
    entries = [(info.orig_filename.removeprefix(around), info) for info in named]
    unknown = [found for path, _info in entries if (found := _unknown(path)) is not None]
    if unknown:
        raise ArchiveRefused(unknown)
    return sorted(entries, key=lambda entry: entry[0]), left


def _strange(info: ZipInfo) -> ArchiveFault | None:
    sentence = _strange_name(info.orig_filename) or _strange_kind(info)
    return fault(info.orig_filename, sentence) if sentence else None


def _strange_name(name: str) -> Text | None:
    if not name.isprintable() or not name.strip():
        return _("The name holds signs that no name may have.")
    if "\\" in name:
        return _("The name holds a backslash: folders are divided by “/”.")
    if name.startswith("/") or DRIVE.match(name):
        return _("The name says a place on a computer: it must stay inside the archive.")
    if any(part in ("", ".", "..") for part in name.removesuffix("/").split("/")):
        return _("The name leads out of the archive, or nowhere.")
    if len(name) > LONGEST_PATH:
        return _("The name is too long: %(most)s signs fit.", most=LONGEST_PATH)
    return None


def _strange_kind(info: ZipInfo) -> Text | None:
    mode = stat.S_IFMT(info.external_attr >> 16)
    folder = info.orig_filename.endswith("/")
    if mode not in (0, stat.S_IFDIR if folder else stat.S_IFREG):
        return _("This is a link or a device, not a file.")
    if info.external_attr & DOS_VOLUME and not mode:
        return _("This is a link or a device, not a file.")
    if info.flag_bits & ENCRYPTED:
        return _("This file is encrypted: pack it without a password.")
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return _("This file is compressed in a way that is not read here: pack it as plain ZIP.")
    if folder and info.file_size:
        return _("This is a folder and yet it has a content.")
    return None


def _alike(names: Iterable[str]) -> list[ArchiveFault]:
    """Names that one computer or another would take for the same."""
    seen: set[str] = set()
    faults = []
    for name in names:
        key = normalize("NFKC", normalize("NFKC", name).casefold()).removesuffix("/")
        if key in seen:
            told = _("This name is there twice, perhaps with other capitals or accents.")
            faults.append(fault(name, told))
        seen.add(key)
    return faults


def _unknown(path: str) -> ArchiveFault | None:
    if is_text(path) or is_media(path):
        return None
    kind = kind_of(path)
    if kind in ACTIVE_KINDS:
        return fault(path, _("Web pages, drawings in SVG and programs are not taken."))
    if kind in PACKED_KINDS:
        return fault(path, _("A packed file inside the archive is not taken: unpack it first."))
    return fault(path, _("A programme has no file of this name in this place."))
