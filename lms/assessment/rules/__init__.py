"""What may be handed in, and what may be said of it."""
