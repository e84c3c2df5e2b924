"""Sillage: training and supervision of mental-health peer helpers."""
