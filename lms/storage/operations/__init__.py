"""Keeping, reading and deleting files."""

from lms.storage.operations.bucket import Bucket
from lms.storage.operations.files import FileDamaged, Store, keep, read
from lms.storage.operations.folder import Folder
from lms.storage.operations.wanted import deleted, due_files, unwanted

__all__ = [
    "Bucket",
    "FileDamaged",
    "Folder",
    "Store",
    "deleted",
    "due_files",
    "keep",
    "read",
    "unwanted",
]
