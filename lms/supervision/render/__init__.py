"""How supervision is told on pages, a file for each subject."""
