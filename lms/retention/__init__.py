"""How long each kind of data is kept: one table of rules, which the operator may only shorten.

It deletes nothing: the room that owns the data does, and asks here for the duration.
"""
