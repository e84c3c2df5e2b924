"""Keys, and the sealing of private text bound to its row, person and organisation.

It refuses to open a text that was moved to another place, and to start with the wrong root key.
"""
