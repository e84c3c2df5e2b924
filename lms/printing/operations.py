"""Draw a paper in a process of its own, so that a bad document can harm nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from ctypes.util import find_library
from pathlib import Path

from lms.printing.models import (
    DEBIAN_PACKAGES,
    BookletDocument,
    CertificateDocument,
    PrintingFailed,
    PrintingUnavailable,
    SheetDocument,
    UnprintableText,
)

SECONDS = 60
UNAVAILABLE, UNPRINTABLE = 3, 4  # what the child exits with

_LIBRARIES = dict(
    zip(("pango-1.0", "pangoft2-1.0", "harfbuzz-subset"), DEBIAN_PACKAGES, strict=True)
)
_PASSED_ON = ("PATH", "HOME", "LANG", "TMPDIR", "XDG_CACHE_HOME", "FONTCONFIG_FILE", "SYSTEMROOT")
_ROOT = Path(__file__).resolve().parents[2]


def missing_packages() -> tuple[str, ...]:
    """The Debian packages to install before anything can be drawn; empty when all is there."""
    return tuple(package for library, package in _LIBRARIES.items() if not find_library(library))


def printing_available() -> bool:
    return not missing_packages()


def render_in_child(
    document: CertificateDocument | SheetDocument | BookletDocument, *, seconds: float = SECONDS
) -> bytes:
    """The PDF of this document: the same bytes each time on the same installation.

    Raises `PrintingUnavailable`, `UnprintableText`, or `PrintingFailed` for anything else.
    """
    missing = missing_packages()
    if missing:
        raise PrintingUnavailable(unavailable_because(missing))
    try:
        child = subprocess.run(  # our own interpreter and module, no shell
            [sys.executable, "-m", "lms.printing"],
            input=f"{document.KIND}\n{document.to_json()}".encode(),
            capture_output=True,
            cwd=_ROOT,
            env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise PrintingFailed(f"drawing took more than {seconds:g} seconds") from slow
    return _answer(child)


def unavailable_because(missing: tuple[str, ...]) -> str:
    return "PDF drawing needs system libraries: apt-get install " + " ".join(missing)


def _answer(child: subprocess.CompletedProcess[bytes]) -> bytes:
    if child.returncode == 0 and child.stdout.startswith(b"%PDF-"):
        return child.stdout
    last_words = child.stderr.decode(errors="replace").strip().splitlines()[-1:]
    reason = "".join(last_words) or f"the drawing process ended with {child.returncode}"
    if child.returncode == UNAVAILABLE:
        raise PrintingUnavailable(reason)
    if child.returncode == UNPRINTABLE:
        raise UnprintableText(reason)
    raise PrintingFailed(reason)
