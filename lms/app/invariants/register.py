"""Every invariant, in the order in which it is told."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lms.app.invariants import (
    acts,
    certificates,
    counters,
    hours,
    integrity,
    letters,
    organisations,
    sealing,
    signatures,
)
from lms.app.invariants.found import Grounds, Invariant, Verdict, verdict

INVARIANTS = (
    Invariant("I2", "no certificate is there twice", (certificates.doubles, certificates.heirs)),
    Invariant("I3", "hours are those of signed sessions", (hours.standings, hours.minutes)),
    Invariant("I3b", "each completed step counts once", (counters.steps,)),
    Invariant("I3c", "counters equal a new count", (counters.settled,)),
    Invariant("I4", "no signed fact has changed", (signatures.digests, signatures.facts)),
    Invariant("I5", "each change has its act, and reverse", (acts.without_act, acts.without_deed)),
    Invariant("I6", "the journal's chain holds", (acts.chain,)),
    Invariant("I7", "each row has its organisation", (organisations.orphans,)),
    Invariant("I8", "private columns are sealed and open", (sealing.texts, sealing.keys)),
    Invariant("I8b", "documents are there and unharmed", (certificates.files,)),
    Invariant("I9", "foreign keys and pages are whole", (integrity.pages, integrity.references)),
    Invariant("I10", "letters sent and waiting are all there are", (letters.states,)),
)


def verdicts(grounds: Grounds, codes: Collection[str] = ()) -> Iterator[Verdict]:
    """The verdict on each invariant, or on those of these codes, as it is reached."""
    for invariant in INVARIANTS:
        if not codes or invariant.code in codes:
            yield verdict(invariant, grounds)
