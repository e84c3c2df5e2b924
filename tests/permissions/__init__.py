"""The permission table, written by hand, with the world and the account states it is swept in."""
