"""Measurements of journeys against a bare floor; they print and assert nothing."""
