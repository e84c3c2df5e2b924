"""Many fictitious people, made inside the database: one large organisation and many small ones."""

from bench.crowd.fill import fill, tidy

__all__ = ["fill", "tidy"]
