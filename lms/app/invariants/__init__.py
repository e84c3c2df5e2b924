"""What must always be true of the whole database, one small module of queries for each subject.

The numbers are those of the operating guide: I1 (no acknowledged write is lost) cannot be seen from
the database alone, the fault tests watch it.
"""

from lms.app.invariants.found import Grounds, Invariant, Verdict
from lms.app.invariants.register import INVARIANTS, verdicts

__all__ = ["INVARIANTS", "Grounds", "Invariant", "Verdict", "verdicts"]
