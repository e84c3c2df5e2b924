"""Reading assessment; one file for each subject."""
