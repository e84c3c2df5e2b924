"""The only writers of privacy, a file for each subject."""
