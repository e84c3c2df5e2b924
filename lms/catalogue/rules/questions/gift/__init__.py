"""GIFT: questions in plain text with braces, read and written as Moodle does."""
