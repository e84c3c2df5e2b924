"""The ledgers of training and supervision read as one, each kept apart.

It owns no entries and refuses to add different ledgers up.
"""
