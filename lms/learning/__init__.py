"""Enrolments, progress and the player: steps completed once, checks marked on the server.

It refuses to count a step twice, to change a submitted attempt and to show one person's answers
to another.
"""
