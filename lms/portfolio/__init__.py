"""The portfolio that a person composes of their own training, for themselves, and takes away.

It refuses to show a word of it to anybody else, to put anything in by itself, and to rank or mark.
"""
