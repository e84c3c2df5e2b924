"""What people take away of their own: made by the worker, sealed in pieces, deleted after a day.

It refuses to know what is inside, and to hand anything to anybody but its person.
"""
