"""What first pages and rosters show in words; one file for each reader."""
