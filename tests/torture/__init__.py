"""`make torture`: each promise under fire, a module for each; run by `python -m tests.torture`."""
