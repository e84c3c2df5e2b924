"""Moodle XML: questions as Moodle exports them, read with a parser that refuses hostile files."""
