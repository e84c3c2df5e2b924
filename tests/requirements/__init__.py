"""What a programme asks for, and the proof of it."""
