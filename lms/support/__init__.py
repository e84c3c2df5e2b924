"""Help numbers of each territory, reachable by anybody, signed in or not, without the database.

It refuses to leave a trace of who looked.
"""
