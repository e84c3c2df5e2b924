"""Reading what is published; a version never changes, so each process reads it once."""

from lms.catalogue.queries.searching import library
from lms.catalogue.queries.texts import bodies_in, body_of, glossary, keys_of, module_text, terms
from lms.catalogue.queries.versions import VersionChoice, newest_versions, offered_by, outline
from lms.catalogue.rules.outline import ActivityOutline, ModuleOutline, VersionOutline

__all__ = [
    "ActivityOutline",
    "ModuleOutline",
    "VersionChoice",
    "VersionOutline",
    "bodies_in",
    "body_of",
    "glossary",
    "keys_of",
    "library",
    "module_text",
    "newest_versions",
    "offered_by",
    "outline",
    "terms",
]
