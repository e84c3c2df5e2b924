"""The roof: settings, the application factory, navigation, the command line and the worker.

It is the only place that knows every room.
"""
