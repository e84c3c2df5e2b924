"""The media of one module: its files, their transcripts and captions, and where they are shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from lms.catalogue.models import MediaFacts, MediaKind
from lms.catalogue.rules.media.facts import (
    FOLDER,
    SIDECAR,
    MediaItem,
    kind_named,
    name_of,
)
from lms.catalogue.rules.media.references import faults_of
from lms.catalogue.rules.places import LANGUAGES, Fault
from lms.catalogue.rules.steps import CODE, HTML

Media = Mapping[str, MediaFacts]
BEGINNING = "WEBVTT"
MOST_FILES = 60


def read_media(
    folder: str, files: Mapping[str, str], media: Media, faults: list[Fault], used: set[str]
) -> tuple[MediaItem, ...]:
    """The media of a module's folder by name; `used` gathers their sidecars."""
    here = f"{folder}/{FOLDER}/"
    names = sorted(name_of(path) for path in media if path.startswith(here))
    beside = _sidecars(here, files, names, faults, used)
    if len(names) > MOST_FILES:
        faults.append(
            Fault(f"{folder}/module.toml", 1, f"more than {MOST_FILES} files in {FOLDER}/")
        )
    for name in names:
        if kind_named(name) is None:
            faults.append(Fault(f"{here}{name}", 1, "a file of this name or kind is not taken"))
    return tuple(
        MediaItem(name, media[f"{here}{name}"], beside[name, "md"], beside[name, "vtt"])
        for name in names
    )


def check_references(
    folder: str,
    files: Mapping[str, str],
    read: Collection[str],
    items: tuple[MediaItem, ...],
    faults: list[Fault],
) -> None:
    """Blame what the texts of a module show wrongly; `read` are the files that it uses."""
    by_name = {item.name: item for item in items}
    for file in sorted(read):
        if file.startswith(f"{folder}/") and file.endswith(".md"):
            found = faults_of(file, files[file], {} if f"/{FOLDER}/" in file else by_name)
            faults += [Fault(file, line, sentence) for line, sentence in found]


def _sidecars(
    here: str,
    files: Mapping[str, str],
    names: Collection[str],
    faults: list[Fault],
    used: set[str],
) -> dict[tuple[str, str], dict[str, str]]:
    """Transcripts and captions by file and ending, then by language."""
    found: dict[tuple[str, str], dict[str, str]] = {
        (name, ending): {} for name in names for ending in ("md", "vtt")
    }
    for path in sorted(path for path in files if path.startswith(here)):
        match = SIDECAR.fullmatch(path)
        locale = (match[2] or match[3]) if match else ""
        if match is None or match[1] not in names or locale not in LANGUAGES:
            continue
        used.add(path)
        faults += [Fault(path, line, said) for line, said in _unfit(path, match[1], files[path])]
        found[match[1], path.rpartition(".")[2]][locale] = files[path].strip()
    return found


def _unfit(path: str, name: str, text: str) -> Iterator[tuple[int, str]]:
    kind = kind_named(name)
    if kind is None or kind.kind not in (MediaKind.AUDIO, MediaKind.VIDEO):
        yield 1, "only sound and film have transcripts and captions"
    if not text.strip():
        yield 1, "the text is empty"
    if path.endswith(".md"):
        for number, line in enumerate(text.splitlines(), 1):
            if HTML.search(CODE.sub("", line)):
                yield number, "HTML is not shown: write Markdown"
    elif not text.startswith(BEGINNING):
        yield 1, f"captions begin with {BEGINNING}"
