"""Forms of supervision, a file for each subject."""
