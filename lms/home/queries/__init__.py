"""What first pages and rosters read; a fixed number of statements each."""
