"""The Flask glue: one request's session, forms, the guard, pages, errors and languages.

It knows no room; rooms' views build on it.
"""
