"""Keeping, reading and deleting files."""

from lms.storage.operations.bucket import Bucket
from lms.storage.operations.files import FileDamaged, Store, copy_to, keep, keep_from, read
from lms.storage.operations.folder import Folder
from lms.storage.operations.wanted import deleted, due_files, expected, unwanted, wanted_again

__all__ = [
    "Bucket",
    "FileDamaged",
    "Folder",
    "Store",
    "copy_to",
    "deleted",
    "due_files",
    "expected",
    "keep",
    "keep_from",
    "read",
    "unwanted",
    "wanted_again",
]
