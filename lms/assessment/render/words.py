"""The words of levels, states and kinds of files."""

from __future__ import annotations

from lms.assessment.models import EvidenceSource, FileKind, Level, WorkState
from lms.assessment.queries.work import HandedIn, KeptFile
from lms.assessment.rules.levels import LEVEL_WORDS
from lms.web.i18n import lazy as _
from lms.web.i18n import sentence

STATES = {
    WorkState.WAITING: (_("Waits for an answer"), "brand", "clock"),
    WorkState.WITHDRAWN: (_("Taken back"), "", "todo"),
    WorkState.RETURNED: (_("Returned for another go"), "soon", "pen"),
    WorkState.ACCEPTED: (_("Accepted"), "ok", "check"),
}
"""Words, colour and icon."""
KILOBYTE = 1024


def level_words(level: Level) -> str:
    """A level in the reader's language."""
    return sentence(LEVEL_WORDS[level])


def source_words(source: EvidenceSource) -> str:
    """What kind of evidence it is."""
    return {
        EvidenceSource.WORK: str(_("Work that was accepted")),
        EvidenceSource.PRACTICE: str(_("Practice that was observed")),
    }[source]


def state_tag(work: HandedIn) -> tuple[object, str, str]:
    """The state in words, its colour and its icon."""
    return STATES[work.state]


def file_words(file: KeptFile) -> str:
    """Kind and size: "PDF, 240 KB"."""
    size = max(1, round(file.size / KILOBYTE))
    if size < KILOBYTE:
        return str(_("%(kind)s, %(size)s KB", kind=kind_words(file.kind), size=size))
    large = round(size / KILOBYTE)
    return str(_("%(kind)s, %(size)s MB", kind=kind_words(file.kind), size=large))


def kind_words(kind: FileKind) -> str:
    """What people call such a file."""
    if kind in {FileKind.JPEG, FileKind.PNG}:
        return str(_("image"))
    if kind in {FileKind.MP3, FileKind.M4A, FileKind.OGG, FileKind.WAV}:
        return str(_("sound"))
    return kind.value.upper() if kind is not FileKind.TXT else str(_("text"))
