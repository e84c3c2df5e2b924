"""The drawing process: a paper's kind and its JSON on standard input, its PDF on the output."""

from __future__ import annotations

import sys

from lms.printing.models import (
    DEBIAN_PACKAGES,
    BookletDocument,
    CertificateDocument,
    SheetDocument,
    UnprintableText,
)
from lms.printing.operations import UNAVAILABLE, UNPRINTABLE, unavailable_because

_MEBIBYTE = 1024 * 1024
CPU_SECONDS, MEMORY, FILE_SIZE, OPEN_FILES = 30, 2048 * _MEBIBYTE, 32 * _MEBIBYTE, 256


def main() -> int:
    _limit_itself()
    kind, _, written = sys.stdin.buffer.read().decode().partition("\n")
    try:
        # Heavy: only ever loaded here.
        from lms.printing.render import render_certificate
        from lms.printing.render.booklets import render_booklet
        from lms.printing.render.sheets import render_sheet
    except OSError:
        print(unavailable_because(DEBIAN_PACKAGES), file=sys.stderr)  # noqa: T201
        return UNAVAILABLE
    try:
        if kind == SheetDocument.KIND:
            pdf = render_sheet(SheetDocument.from_json(written))
        elif kind == BookletDocument.KIND:
            pdf = render_booklet(BookletDocument.from_json(written))
        else:
            pdf = render_certificate(CertificateDocument.from_json(written))
        sys.stdout.buffer.write(pdf)
    except UnprintableText as refused:
        print(refused, file=sys.stderr)  # noqa: T201
        return UNPRINTABLE
    return 0


def _limit_itself() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's clock remains
        return
    for kind, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, FILE_SIZE),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (limit, limit))


if __name__ == "__main__":
    sys.exit(main())
