"""Who did what and when, in ids only, appended in the transaction of the act itself.

It refuses content: no name, no sentence, no foreign key that erasure would break.
"""
