"""What writes the journal: entries, their seal, the purge, and the marks kept outside."""

from lms.journal.operations.anchors import mark_head, marks_in, write_mark
from lms.journal.operations.chain import purge, seal
from lms.journal.operations.entries import record
from lms.journal.operations.readings import Reading, note_reading

__all__ = [
    "Reading",
    "mark_head",
    "marks_in",
    "note_reading",
    "purge",
    "record",
    "seal",
    "write_mark",
]
