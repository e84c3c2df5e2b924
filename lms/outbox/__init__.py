"""Mail waiting to be sent, written in the transaction that gives it cause.

It refuses content: a letter has a neutral subject, plain sentences and a link.
"""
