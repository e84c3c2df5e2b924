"""What may be done in training; one file for each subject."""
