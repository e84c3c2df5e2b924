"""Images, sound, video and documents of a module: what they are, and where texts show them."""

from lms.catalogue.models import MediaFacts, MediaKind
from lms.catalogue.rules.media.facts import (
    KINDS,
    MediaItem,
    is_media,
    is_sidecar,
    items_of,
    kind_named,
    name_of,
)

__all__ = [
    "KINDS",
    "MediaFacts",
    "MediaItem",
    "MediaKind",
    "is_media",
    "is_sidecar",
    "items_of",
    "kind_named",
    "name_of",
]
