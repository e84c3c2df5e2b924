"""Backups: two encrypted files, data and keys apart, that `lms restore` turns into a server again.

It refuses to restore what does not verify to the last byte, and over anything that is there.
"""
