"""What may be done with accounts; one file for each subject."""
