"""Reading what an export holds, and the exports themselves."""
