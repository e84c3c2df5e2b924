"""Fictitious organisations and people that `make run` shows, made through the operations.

It refuses a database that is not empty.
"""
