"""Frameworks, programmes, published versions, modules, activities, questions and their keys.

It refuses to change a published version, and to let a key leave before an attempt is submitted.
"""
