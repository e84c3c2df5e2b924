"""Draws papers that people keep, attestations and signature sheets: archival, accessible PDFs.

It is given everything it prints, and refuses to read a database, the network or any other file.
"""
