"""How assessment is said; one file for each subject."""
