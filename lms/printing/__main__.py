"""The drawing process: one document as JSON on standard input, its PDF on standard output."""

from __future__ import annotations

import sys

from lms.printing.models import DEBIAN_PACKAGES, CertificateDocument, UnprintableText
from lms.printing.operations import UNAVAILABLE, UNPRINTABLE, unavailable_because

_MEBIBYTE = 1024 * 1024
CPU_SECONDS, MEMORY, FILE_SIZE, OPEN_FILES = 30, 2048 * _MEBIBYTE, 32 * _MEBIBYTE, 256


def main() -> int:
    _limit_itself()
    document = CertificateDocument.from_json(sys.stdin.buffer.read().decode())
    try:
        from lms.printing.render import render_certificate  # heavy: only ever loaded here
    except OSError:
        print(unavailable_because(DEBIAN_PACKAGES), file=sys.stderr)  # noqa: T201
        return UNAVAILABLE
    try:
        sys.stdout.buffer.write(render_certificate(document))
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
