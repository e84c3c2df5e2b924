"""Files that no text shows, and texts whose images weigh too much for a slow network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lms.catalogue.models import MediaKind
from lms.catalogue.rules.lint.findings import Code, Finding
from lms.catalogue.rules.media.facts import (
    FOLDER,
)
from lms.catalogue.rules.media.reading import Media
from lms.catalogue.rules.media.references import references_in

HEAVIEST_TEXT = 500 * 1024
"""All images of one text: about ten seconds on a slow line."""


def media_findings(files: Mapping[str, str], media: Media) -> Iterator[Finding]:
    """Remarks only: what is wrong with a reference refuses publication."""
    if not media:
        return
    shown: set[str] = set()
    for file in files:
        if file.startswith("modules/") and file.endswith(".md"):
            here = {
                f"{file.rpartition('/')[0]}/{reference.target}"
                for reference in references_in(files[file])
            }
            shown |= here
            yield from _heavy(file, [path for path in here if path in media], media)
    for path in sorted(set(media) - shown):
        yield Finding(path, 1, Code.MEDIA, f"no text shows this file of {FOLDER}/", remark=True)


def _heavy(file: str, here: list[str], media: Media) -> Iterator[Finding]:
    images = [media[path] for path in here if media[path].kind is MediaKind.IMAGE]
    weight = sum(image.bytes for image in images)
    if weight > HEAVIEST_TEXT:
        sentence = f"its images weigh {weight // 1024} KB: {HEAVIEST_TEXT // 1024} KB are enough"
        yield Finding(file, 1, Code.MEDIA, sentence, remark=True)
