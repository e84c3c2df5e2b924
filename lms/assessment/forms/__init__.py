"""Forms of assessment; one file for each subject."""
