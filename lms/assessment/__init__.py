"""Work handed in and its feedback, competencies in words, exemptions, positioning.

It refuses marks, averages and rankings, and to show a word of somebody's work to an organisation.
"""
