"""How entries are chained, and how the chain's head is signed."""
