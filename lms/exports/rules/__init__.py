"""How exports are paced, and where their parts are sealed."""
