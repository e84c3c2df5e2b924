"""Draws the paper that people keep: the attestation as a PDF that is archival and accessible.

It is given everything it prints, and refuses to read a database, the network or any other file.
"""
