"""What an export holds, how it is described, and how long it is kept."""
