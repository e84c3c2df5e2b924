"""Making the demo, only through the other rooms' operations, with dates counted back from today."""

from lms.demo.operations.load import DemoRefused, load

__all__ = ["DemoRefused", "load"]
