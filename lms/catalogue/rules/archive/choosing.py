"""The one programme of an archive that becomes a draft."""

from __future__ import annotations

from lms.catalogue.rules.archive.faults import ArchiveFault, ArchiveRefused
from lms.catalogue.rules.archive.reader import Archive
from lms.catalogue.rules.curriculum import CurriculumFaulty, read_curriculum
from lms.catalogue.rules.places import Fault, read_toml
from lms.catalogue.rules.sources import files_of_programme
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _

UNREADABLE = ("not TOML", "begin with front matter")
"""What no page of the studio could show; everything else can be mended there."""


def one_programme(archive: Archive, wanted: str = "") -> Archive:
    """The files of the programme that was asked for, or of the only one; the rest is left.

    Raises `RuleBroken` where it is not clear which, `ArchiveRefused` for files of it that cannot
    be read at all.
    """
    slug = _chosen(archive, wanted)
    modules = _modules(archive, f"programmes/{slug}/programme.toml")
    texts = files_of_programme(archive.texts, slug, modules)
    folders = tuple(f"modules/{module}/" for module in modules)
    media = {path: held for path, held in archive.media.items() if path.startswith(folders)}
    _refuse_unreadable(texts)
    everything = {*archive.texts, *archive.media}
    return Archive(texts, media, (*archive.left, *sorted(everything - {*texts, *media})))


def _chosen(archive: Archive, wanted: str) -> str:
    paths = (path.split("/") for path in archive.texts)
    slugs = sorted(parts[1] for parts in paths if parts[0] == "programmes" and len(parts) > 2)
    if not slugs:
        words = _("The archive has no programme: “programmes/…/programme.toml” is missing.")
        raise RuleBroken("archive", words)
    if wanted in slugs:
        return wanted
    named = ", ".join(slugs[:20])
    if wanted:
        words = _("The archive has no programme of this name. It has: %(names)s.", names=named)
        raise RuleBroken("programme", words)
    if len(slugs) > 1:
        words = _("The archive has several programmes. Write which one: %(names)s.", names=named)
        raise RuleBroken("programme", words)
    return slugs[0]


def _modules(archive: Archive, sheet: str) -> list[str]:
    faults: list[Fault] = []
    found = read_toml(sheet, archive.texts[sheet], faults).value.get("modules")
    _refuse(faults)
    return [slug for slug in found if isinstance(slug, str)] if isinstance(found, list) else []


def _refuse_unreadable(texts: dict[str, str]) -> None:
    try:
        read_curriculum(texts)
    except CurriculumFaulty as faulty:
        _refuse([fault for fault in faulty.faults if fault.sentence.startswith(UNREADABLE)])


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise ArchiveRefused(
            ArchiveFault(
                fault.file, fault.line, _("This cannot be read: %(said)s.", said=fault.sentence)
            )
            for fault in faults
        )
