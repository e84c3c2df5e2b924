"""Keeping web workers small: what the C library gives back, and what forked workers share."""

from __future__ import annotations

import ctypes
import gc
import sys

# From glibc's malloc.h.
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
ARENAS = 1
"""Threads that hold the interpreter in turn do not wait for one another's memory."""
LARGE_BYTES = 1 << 20
KEPT_FREE_BYTES = 1 << 17


def settle() -> None:
    """Call once, when everything is imported and before the server forks.

    A password hash takes 19 MiB: unless told otherwise, glibc keeps as much for good in every
    worker and makes an arena for each thread. Frozen objects stay on pages that workers share.
    """
    gc.collect()
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None
    if libc is not None and hasattr(libc, "mallopt"):
        libc.mallopt(M_ARENA_MAX, ARENAS)
        libc.mallopt(M_MMAP_THRESHOLD, LARGE_BYTES)
        libc.mallopt(M_TRIM_THRESHOLD, KEPT_FREE_BYTES)
        libc.malloc_trim(0)
    gc.freeze()
