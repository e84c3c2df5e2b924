"""The first page of each role, and the manager's view of people in training.

It reads many rooms and owns nothing; it refuses to show managers answers, scores, texts, disputes,
pauses and times of day.
"""
