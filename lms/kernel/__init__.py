"""The ground every room stands on: tables, instants, sentences, refusals and actors.

It knows no web framework and no room.
"""
