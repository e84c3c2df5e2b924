"""Hospitals, associations and training bodies, their sites, signatory and time zone.

It refuses to know any person: memberships belong to accounts.
"""
