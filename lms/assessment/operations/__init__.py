"""The only writers of assessment; one file for each act."""
