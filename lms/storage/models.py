"""Files that are on their way out of the store."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base


class UnwantedFile(Base):
    """A file to delete: the wish is committed with the facts, the deletion follows.

    Personal data: none, the name is a hash; deleted with the file.
    """

    __tablename__ = "unwanted_files"

    name: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime]
    """Not before: a download that has begun may still need it."""
