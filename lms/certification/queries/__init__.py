"""Reading standings, proofs, certificates and the register."""

from lms.certification.queries.certificates import (
    DOWNLOADED,
    certificate_in,
    certificates_of,
    downloads_by_others,
    enrolment_in,
    enrolments_without_certificate,
    file_open_to,
    files_of,
    holder_of,
    neighbours_of,
    paper_of,
    valid_certificate_of,
)
from lms.certification.queries.drafts import Draft, draft_of, replacement_of
from lms.certification.queries.judging import Judgement, judgement_of, proof_of
from lms.certification.queries.register import COUNTED_UP_TO, Shown, register_counts, register_page
from lms.certification.queries.standings import StandingRow, standings_of, unsettled
from lms.certification.queries.verification import Verified, verified

__all__ = [
    "COUNTED_UP_TO",
    "DOWNLOADED",
    "Draft",
    "Judgement",
    "Shown",
    "StandingRow",
    "Verified",
    "certificate_in",
    "certificates_of",
    "downloads_by_others",
    "draft_of",
    "enrolment_in",
    "enrolments_without_certificate",
    "file_open_to",
    "files_of",
    "holder_of",
    "judgement_of",
    "neighbours_of",
    "paper_of",
    "proof_of",
    "register_counts",
    "register_page",
    "replacement_of",
    "standings_of",
    "unsettled",
    "valid_certificate_of",
    "verified",
]
