"""The archive that a person takes away: a page to read, data for machines, documents."""
