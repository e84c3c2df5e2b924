"""The first page of each role and the organisation's roster: rooms read side by side.

It refuses to write anything.
"""
