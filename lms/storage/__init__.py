"""Immutable files named by the SHA-256 of their bytes.

It refuses to change a file, and to hand out one whose bytes no longer match its name. What a file
holds is the business of the room that keeps it: personal documents come here sealed.
"""
