"""Supervision agreements, sessions held, their three separate texts, and signatures.

It refuses to show a word of content to a manager, and to change signed facts.
"""
