"""Reading training; one file for each subject."""
