"""Group sessions of cohorts, and who was there: half-day by half-day, each person signs alone.

It refuses to sign for somebody else, before a half-day begins, or twice at the same time.
"""
