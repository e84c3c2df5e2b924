"""Who has earned what: requirements settled, certificates issued, printed, verified, withdrawn.

It refuses to issue to oneself, to change an issued certificate and to draw its document again.
"""
