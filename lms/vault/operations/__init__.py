"""Sealing and opening, taking up the keys at start, rotating the root key and people's.

The everyday names are lent from here; the rest stands in the files of this folder.
"""

from lms.vault.operations.sealing import open_each, open_sealed, seal

__all__ = ["open_each", "open_sealed", "seal"]
