"""Checks: their questions and keys as files say them, what is drawn of them, and marking."""
