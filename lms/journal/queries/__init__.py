"""Reading the journal: its chain, and whether a reading is known already."""

from lms.journal.queries.chain import Check, Fault, check_chain, head_of, unsealed_count
from lms.journal.queries.readings import is_noted

__all__ = ["Check", "Fault", "check_chain", "head_of", "is_noted", "unsealed_count"]
