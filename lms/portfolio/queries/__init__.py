"""Reading a portfolio: its pieces, what can be put in, and everything that it shows."""
