"""Checks: every kind of question, read, drawn and marked."""
