"""Certificates in the reader's words: the index of an archive."""

from __future__ import annotations

from collections.abc import Iterable

from lms.certification.models import CertificateState
from lms.certification.queries.certificates import FileRow
from lms.certification.rules.sheet import index_sheet
from lms.web.i18n import gettext as _
from lms.web.i18n import language


def index_of(files: Iterable[tuple[str, FileRow]]) -> bytes:
    """One line for each chosen certificate; without a file name while it is in preparation."""
    heading = [_("File"), _("Name"), _("Number"), _("Programme"), _("Issued on"), _("State")]
    return index_sheet(heading, (_line(name, file) for name, file in files))


def _line(name: str, file: FileRow) -> list[str]:
    document = file.snapshot["document"]
    return [
        name,
        document["printed_name"],
        file.number,
        document["programme"][language()],
        document["issued_on"],
        _state(file) if file.ready else _("In preparation"),
    ]


def _state(file: FileRow) -> str:
    return {
        CertificateState.VALID: _("Valid"),
        CertificateState.REPLACED: _("Replaced"),
        CertificateState.WITHDRAWN: _("Withdrawn certificate"),
    }[file.state]
