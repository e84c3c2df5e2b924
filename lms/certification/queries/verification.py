"""What a stranger who holds a document may learn of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.certification.models import Certificate, CertificateState
from lms.certification.rules.codes import parse_code
from lms.certification.rules.naming import name_keys_typed
from lms.certification.rules.paper import thawed
from lms.kernel.keys import Keys
from lms.printing.models import CertificateDocument

CODES, NAMES = "certificate code", "certificate family name"
_NOBODY = "0" * 64


@dataclass(frozen=True, slots=True)
class Verified:
    """A document that is ours: its standing and its own facts, without any other document's."""

    state: CertificateState
    closed_at: datetime | None
    paper: CertificateDocument


def verified(session: Session, keys: Keys, code: str, name: str) -> Verified | None:
    """The document with this code and this family name; one statement.

    An unknown code, a mistyped one and a wrong name cost the same and answer the same.
    """
    code = parse_code(code) or code[:64]
    row = session.execute(
        select(
            Certificate.name_digest,
            Certificate.state,
            Certificate.closed_at,
            Certificate.snapshot,
            Certificate.number,
        ).where(Certificate.code_hash == keys.digest(CODES, code))
    ).one_or_none()
    kept = row.name_digest if row else _NOBODY
    typed = (keys.digest(NAMES, code, key) for key in name_keys_typed(name))
    matches = [compare_digest(kept, digest) for digest in typed]
    if row is None or not any(matches):
        return None
    return Verified(row.state, row.closed_at, thawed(row.snapshot, row.number))
