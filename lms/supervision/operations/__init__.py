"""The only writers of supervision, a file for each action."""
