"""What an attestation will say: results in words, the issuer, and the frozen snapshot."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from hashlib import sha256
from typing import Any

from lms.printing.models import Bilingual, CertificateDocument
from lms.requirements.models import CheckPassed, ModuleExemption, Proof, ProofNode

SCHEMA = 1
ACHIEVED = Bilingual("Acquis", "Achieved")
STEPS_COMPLETED = Bilingual("Étapes terminées", "Steps completed")
EXEMPTED = Bilingual("Dispense", "Exempted")
WITH_EXEMPTION = {
    ACHIEVED: Bilingual("Acquis, avec dispense", "Achieved, with exemption"),
    STEPS_COMPLETED: Bilingual("Terminé, avec dispense", "Completed, with exemption"),
}
IN_PART = Bilingual("En partie", "In part")
NO_CODE = "0" * 16
_SECRET_OR_LATER = ("number", "code", "verify_url", "verify_address")


class Spared(StrEnum):
    """How much of a module somebody is exempted from."""

    NOTHING = "nothing"
    IN_PART = "in_part"
    WHOLLY = "wholly"


def result_in_words(
    *, complete: bool, check_passed: bool | None, spared: Spared = Spared.NOTHING
) -> Bilingual:
    """A module's result; `check_passed` is None when the requirements ask for no check, or when
    the person is exempted from it."""
    if not complete:
        return IN_PART
    if spared is Spared.WHOLLY:
        return EXEMPTED
    result = ACHIEVED if check_passed else STEPS_COMPLETED
    return WITH_EXEMPTION[result] if spared is Spared.IN_PART else result


def checks_judged(proof: Proof) -> dict[str, bool]:
    """For each module whose check the requirements ask for, whether it was passed."""
    return dict(_checks(proof.root))


def _checks(node: ProofNode) -> Iterator[tuple[str, bool]]:
    exempted = any(isinstance(one, ModuleExemption) for one in node.evidence)
    if isinstance(node.rule, CheckPassed) and not exempted:
        yield node.rule.module, node.met
    for child in node.children:
        yield from _checks(child)


def frozen(paper: CertificateDocument, **more: Any) -> dict[str, Any]:
    """The snapshot to keep: everything printed but the number, the code and the address."""
    document = json.loads(paper.to_json())
    kept = {name: value for name, value in document.items() if name not in _SECRET_OR_LATER}
    return {"schema": SCHEMA, "document": kept, **more}


def thawed(
    snapshot: Mapping[str, Any], number: str, code: str = NO_CODE, public_url: str = ""
) -> CertificateDocument:
    """What the snapshot prints, with its number; with its code for the drawing only."""
    written = {
        **snapshot["document"],
        "number": number,
        "code": code,
        "verify_url": f"{public_url}/v/{code}",
        "verify_address": public_url.partition("://")[2] + "/v",
    }
    return CertificateDocument.from_json(json.dumps(written))


def digest_of(snapshot: Mapping[str, Any]) -> str:
    """Tells whether what is about to be issued is what was shown."""
    canonical = json.dumps(snapshot, sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode()).hexdigest()
