"""One's own data: see it, take it away, know who read it, have it erased.

It reads every room below and writes only its own rows, through operations of the rooms that own
the others; it refuses to show anybody's data to anyone but themselves.
"""
