"""Keys of forms that were already accepted, so that a repeated form gives the first answer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base


class FormKey(Base):
    """A form that was used once. Personal data: none (a digest and an address); kept 7 days."""

    __tablename__ = "form_keys"

    digest: Mapped[str] = mapped_column(primary_key=True)
    location: Mapped[str]
    used_at: Mapped[datetime] = mapped_column(index=True)
